"""What all handlers share: who may ask, how bodies come in, and how errors are answered."""
