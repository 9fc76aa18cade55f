use raw;
