"""The ways to a receipt, one file each. The spool is the way that is always there."""
