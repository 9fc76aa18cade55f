"""What people see: pages that read published versions of the warehouse, and write nothing."""
