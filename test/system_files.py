"""The files of an OpenFOAM case's ``system`` directory, which the tests save and drop."""

SYSTEM_FILES = (
    "blockMeshDict",
    "controlDict",
    "fvSchemes",
    "fvSolution",
    "meshQualityDict",
    "snappyHexMeshDict",
    "surfaceFeaturesDict",
)
