"""Messages to and from the front ends of this kernel."""
