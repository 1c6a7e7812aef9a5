"""Resumable uploads (tus 1.0): its headers, who writes to which upload, and their bytes."""
