# The example scripts, installed beside the documentation.
