attach $file as was (read_only);
