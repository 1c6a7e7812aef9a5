"""Changes in the store and states of transfers, on Jupyter's event bus."""
