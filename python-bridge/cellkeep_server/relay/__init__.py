"""A person's own server whose library is a service's, to which it passes all requests on.

It does so where ``CELLKEEP_SERVER`` names the service, as kernels and scripts are told of it.
"""
