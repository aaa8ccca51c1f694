#!/usr/bin/env python
"""The command line of the newsroom."""

import errno
import os
import sys


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsroom.settings")
    from django.core.exceptions import ImproperlyConfigured
    from django.core.management import execute_from_command_line

    try:
        execute_from_command_line(sys.argv)
    except ImproperlyConfigured as error:  # a wrong value in the environment stops the start with its sentence
        sys.exit(f"newsroom: {error}")
    except OSError as error:
        if error.errno != errno.ENOSPC:
            raise
        sys.exit("newsroom: the disk is full. Make room, then run it again.")


if __name__ == "__main__":
    main()
