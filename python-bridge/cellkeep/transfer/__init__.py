"""From the spool to the store: transfers, their workers and their routes."""
