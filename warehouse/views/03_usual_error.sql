-- The standard error that a value would have if nothing were unusual.
create or replace macro signal.usual_error(usual_value, value, variance, unit_value) as
  sqrt(
    (usual_value + greatest(unit_value, coalesce(variance / nullif(value, 0), 0)) / 2)
    * greatest(unit_value, coalesce(variance / nullif(value, 0), 0))
  );
comment on macro signal.usual_error is 'The standard error of a value while its series is at usual_value: that of a Poisson count, with half a story more, in which one story adds variance / value, as those counted do, and unit_value at least.';
