-- The newest validation.
select measured_at, gpr_source, gpr_digest, first_on, last_on, event_digest, lit_min
from signal.validation;
