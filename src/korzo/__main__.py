"""The `korzo` command."""

from korzo.cli import main

if __name__ == "__main__":
    main()
