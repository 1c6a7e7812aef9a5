"""Figures of Matplotlib and Plotly."""
