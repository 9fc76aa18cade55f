use coded;
