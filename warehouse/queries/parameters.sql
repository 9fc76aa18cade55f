-- The numbers of the signal's formula.
select name, value, note
from signal.parameter
order by name;
