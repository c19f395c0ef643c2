"""`models catalogue|recommend|bench|quantize`: which models there are, which fit, how fast and how good they are."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assistant.cli.options import add_json, positive
from assistant.cli.session import Session

if TYPE_CHECKING:
    from assistant.models import ModelShelf

QUANTIZATIONS = ("Q8_0", "Q6_K", "Q5_K_M", "Q4_K_M", "Q4_0")


def arguments(actions: Any) -> None:
    """Declare what the actions take; `actions` is argparse's."""
    listing = actions.add_parser("catalogue", help="models that people run on their own machines, and their licences")
    recommending = actions.add_parser("recommend", help="which of the catalogue fit this machine, best first")
    recommending.add_argument("--most", type=positive, default=10, metavar="N", help="at most so many (default: 10)")
    benching = actions.add_parser("bench", help="speed and memory of a model here, and the answer time to expect")
    benching.add_argument("name", metavar="NAME")
    quantizing = actions.add_parser("quantize", help="add a smaller file of a model, made by llama.cpp's quantizer")
    quantizing.add_argument("name", metavar="NAME")
    quantizing.add_argument("--to", choices=QUANTIZATIONS, default="Q4_K_M", help="default: Q4_K_M")
    quantizing.add_argument("--name", dest="new_name", metavar="NAME", help="what to call it (default: NAME-Q4_K_M)")
    quantizing.add_argument(
        "--perplexity", type=Path, metavar="FILE", help="measure a text's perplexity before and after; some pages"
    )
    quantizing.add_argument("--force", action="store_true", help="quantize what was quantized already")
    for action in (listing, recommending, benching, quantizing):
        add_json(action)


def _catalogue(options: argparse.Namespace, shelf: ModelShelf, session: Session) -> int:
    from assistant.models.catalogue import CONTEXT, catalogue, catalogue_to_json

    terminal = session.terminal
    if terminal.json_only:
        terminal.value({"memory_context_tokens": CONTEXT, "models": [catalogue_to_json(each) for each in catalogue()]})
        return 0
    for each in catalogue():
        terminal.say(f"{each.name}  {each.parameters / 1e9:.2g}B  {each.context:,} tokens  {each.licence}", "bold")
        if each.restricted:
            terminal.say(f"    licence: {each.restricted}", "yellow")
        if each.engine == "llama_cpp":
            sizes = "  ".join(f"{name} {each.memory(name) / 2**30:.1f}" for name in QUANTIZATIONS)
            terminal.say(f"    {each.architecture}, template {each.template}; GiB of memory, computed: {sizes}")
        else:
            terminal.say("    engine transformers")
        terminal.say(f"    {each.good_for}")
    return 0


def _recommend(options: argparse.Namespace, shelf: ModelShelf, session: Session) -> int:
    from assistant.models.bandwidth import memory_bandwidth
    from assistant.models.memory import memory
    from assistant.models.recommending import Machine, machine_to_json, recommend, recommendation_to_json
    from policies.errors import ConfigError

    terminal = session.terminal
    free = memory().free or memory().total
    if free is None:
        raise ConfigError("This system doesn't tell its memory.", remedy="See `assistant models catalogue`.")
    cores = session.settings.cores
    machine = Machine(free, cores, memory_bandwidth(cores))
    found = recommend(machine)[: options.most]
    if terminal.json_only:
        terminal.value(
            {"machine": machine_to_json(machine), "recommendations": [recommendation_to_json(each) for each in found]}
        )
        return 0
    terminal.say(
        f"{free / 2**30:.1f} GiB free, {cores} cores, memory read at {machine.bandwidth / 1e9:.0f} GB/s (measured now)"
    )
    for each in found:
        terminal.say(f"{each.model.name} {each.quantization}", "bold")
        terminal.say(f"    {each.why}")
    if not found:
        terminal.say("No model of the catalogue fits; answers come from the reader.", "yellow")
    return 0


def _bench(options: argparse.Namespace, shelf: ModelShelf, session: Session) -> int:
    from dataclasses import asdict

    from assistant.models.bandwidth import memory_bandwidth
    from assistant.models.benching import bench

    terminal, cores = session.terminal, session.settings.cores
    path = shelf.verified(options.name)
    terminal.note("Measuring; a large model takes minutes.")
    with terminal.progress("Measuring") as progress:
        found = bench(path, options.name, threads=cores, bandwidth=memory_bandwidth(cores), progress=progress)
    if terminal.json_only:
        terminal.value(asdict(found))
        return 0
    held = "" if found.resident is None else f", {found.resident / 2**30:.2f} GiB resident"
    share = found.generation_speed / found.generation_bound
    terminal.say(f"{found.model} on {found.threads} threads{held}")
    terminal.say(f"reads {found.prompt_speed:,.0f} tokens/s, writes {found.generation_speed:,.1f} tokens/s")
    terminal.say(
        f"memory is read at {found.bandwidth / 1e9:.1f} GB/s and a token reads {found.bytes_per_token / 1e9:.2f} GB: "
        f"at most {found.generation_bound:,.1f} tokens/s, of which {share:.0%} are reached"
    )
    terminal.say(
        f"an answer of {found.answer_tokens} tokens to a cold prompt of {found.prompt_tokens}: first word after "
        f"{found.first_token_seconds:.1f} s, whole after {found.answer_seconds:.1f} s",
        "green",
    )
    return 0


def _quantize(options: argparse.Namespace, shelf: ModelShelf, session: Session) -> int:
    from assistant.models import model_to_json
    from assistant.models.perplexity import read_text
    from assistant.models.quantizing import quantize

    terminal = session.terminal
    with terminal.progress("Quantizing") as progress:
        made = quantize(
            shelf,
            options.name,
            options.to,
            threads=session.settings.cores,
            new_name=options.new_name,
            text=read_text(options.perplexity) if options.perplexity else None,
            force=options.force,
            progress=progress,
        )
    model, before, after = made.model, made.before, made.after
    ratio = model.size / made.source.size
    terminal.say(f"'{model.name}' was added: {model.size / 1e6:,.1f} MB, {ratio:.0%} of '{made.source.name}'.", "green")
    measured = None
    if before and after:
        measured = {"tokens": after.tokens, "before": before.value, "after": after.value}
        terminal.say(f"Perplexity over {after.tokens:,} tokens: {before.value:,.3f} before, {after.value:,.3f} after.")
    if terminal.json_only:
        terminal.value({**model_to_json(model), "source_size": made.source.size, "perplexity": measured})
    return 0


ACTIONS: Mapping[str, Callable[[argparse.Namespace, ModelShelf, Session], int]] = {
    "catalogue": _catalogue,
    "recommend": _recommend,
    "bench": _bench,
    "quantize": _quantize,
}
