"""What runs in the child processes. The window's process imports nothing from here."""
