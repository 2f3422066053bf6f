"""An embedded PostgreSQL: the wheel's server files, driven and tuned by this package alone.

Plain Python without Django, because it has to run before the settings are read. The wheel's own
start function is not used: as root it opens every parent directory of the data folder to
everybody.
"""
