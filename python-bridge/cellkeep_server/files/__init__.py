"""Files that the server itself reads through Jupyter's contents manager and stores."""
