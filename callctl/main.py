"""The command line: `callctl COMMAND`."""

import typer

from callctl.commands import (
    calling,
    dead,
    demo,
    deployment,
    explaining,
    import_file,
    key,
    migrate,
    records,
    rehearse,
    slots,
    stack,
    user,
    watch,
    webhooks,
)

app = typer.Typer(no_args_is_help=True, pretty_exceptions_show_locals=False)
for module in (
    stack,
    migrate,
    deployment,
    demo,
    rehearse,
    import_file,
    calling,
    slots,
    dead,
    records,
    explaining,
    watch,
    user,
    key,
    webhooks,
):
    module.register(app)


@app.callback()
def call_campaigns() -> None:
    """Run and look after Call Campaigns."""


def main() -> None:
    """The entry point of the program."""
    app()


if __name__ == "__main__":
    main()
