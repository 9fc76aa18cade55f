-- A quantile of the gamma distribution with a given mean and variance, after Wilson and Hilferty (1931).
create or replace macro signal.gamma_quantile(mean, variance, z) as
  mean * power(greatest(0, 1 - variance / (9 * mean * mean) + z * sqrt(variance / (9 * mean * mean))), 3);
comment on macro signal.gamma_quantile is 'The quantile at z standard normal deviations of a gamma distribution with this mean and variance (Wilson and Hilferty 1931).';
