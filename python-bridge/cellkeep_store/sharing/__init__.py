"""How artifacts leave a store and come into another: files, archives, comparisons."""
