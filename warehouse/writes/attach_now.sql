attach $file as now (read_only);
