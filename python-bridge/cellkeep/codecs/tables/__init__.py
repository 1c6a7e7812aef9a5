"""Tables of pandas, polars and PyArrow, as Arrow files."""
