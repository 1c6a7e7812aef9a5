"""The public interface: runs, handles, listing, loading and lineage."""
