"""Values of Python, NumPy and pandas as JSON that says their exact types."""
