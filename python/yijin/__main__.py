"""``python -m yijin`` is the command line."""

from yijin._cli import main

main()
