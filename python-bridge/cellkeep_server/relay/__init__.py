"""A person's own server whose library is a service's: it passes all requests on, and has no store.

It does so where ``CELLKEEP_SERVER`` names the service, as kernels and scripts are told of it.
"""
