"""What `models list` tells of the models that lie elsewhere: in folders of their own, and on other machines."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from policies.errors import ConfigError

if TYPE_CHECKING:
    from assistant.cli.session import Session
    from assistant.cli.terminal import Terminal
    from assistant.engines.openai_compatible import OpenAICompatible

Listed = dict[str, list[dict[str, Any]]]


def others(session: Session, *, health: bool) -> Listed:
    """Folders and remote engines of the settings; servers are connected to for their `health` only."""
    settings = session.settings
    remote = [
        {
            "name": engine.name,
            "model": engine.model,
            "servers": [{"server": endpoint.listed} for endpoint in engine.endpoints],
        }
        for engine in settings.remote_engines
    ]
    if health and remote:
        with session.wiring() as wiring:
            for row in remote:
                row["servers"] = _health(wiring.engines.remotes[str(row["name"])])
    return {
        "folders": [{"name": name, "folder": folder} for name, folder in settings.transformers_models],
        "remote": remote,
    }


def tell(listed: Listed, terminal: Terminal) -> None:
    """Print what `others` gave."""
    for row in listed["folders"]:
        terminal.say(f"{row['name']}  transformers  {row['folder']}")
    for row in listed["remote"]:
        terminal.say(f"{row['name']}  remote  {row['model']}")
        for server in row["servers"]:
            if "healthy" not in server:
                terminal.say(f"  {server['server']}", "dim")
            elif server["healthy"]:
                model = "" if server["lists_model"] else f", but does not list the model {row['model']}"
                terminal.say(f"  {server['server']} is well{model}", "green" if server["lists_model"] else "yellow")
            else:
                terminal.say(f"  {server['server']} {server['problem']}", "red")


def unwell(listed: Listed) -> bool:
    """Whether a server was looked at and is not well."""
    return any(not server.get("healthy", True) for row in listed["remote"] for server in row["servers"])


def _health(engine: OpenAICompatible) -> list[dict[str, Any]]:
    try:
        found = engine.health()
    except ConfigError as error:
        return [{"server": "all", "healthy": False, "problem": error.problem, "lists_model": False}]
    return [
        {
            "server": each.server,
            "healthy": not each.problem,
            "problem": each.problem or None,
            "lists_model": each.lists_model,
        }
        for each in found
    ]
