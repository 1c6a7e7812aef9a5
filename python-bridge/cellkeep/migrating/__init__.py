"""Moving all that one store has to another: a folder to a service, or back."""
