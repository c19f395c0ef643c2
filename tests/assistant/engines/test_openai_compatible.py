from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from assistant.answer import DraftSentence
from assistant.engines.openai_compatible import OpenAICompatible
from assistant.engines.reader import Reader
from assistant.remote_engines import RemoteEngine, remote_engines
from assistant.turn import Turn
from policies.errors import ConfigError, EgressError, ModelError, OverloadError
from tests.assistant.cli.certificates import certificates
from tests.assistant.engines.hostile_server import HostileServer, drips, fails, hangs_up, hostile, says, sends
from tests.assistant.engines.llama_server import MODEL, llama_server
from tests.assistant.fakes import MarkingReader, passage, redacted
from tests.gguf_factory import write_model

HOURS = passage("The reading room opens at nine. It closes at five.", "hours")
QUESTION = redacted("When does the reading room open?")
GOOD = says("The room opens ", "at nine [1].")


def engine(*urls: str, key: str = "", **settings: Any) -> OpenAICompatible:
    listed = [{"name": "big", "url": list(urls), "model": MODEL, **settings}]
    (remote,) = remote_engines(listed)
    return OpenAICompatible(remote, key=lambda: key, selector=Reader(MarkingReader("nine"), threshold=0.0))


def asked(*urls: str, **settings: Any) -> tuple[DraftSentence, ...]:
    return engine(*urls, **settings).answer(QUESTION, [HOURS]).sentences


@pytest.fixture(scope="module")
def llama(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    pytest.importorskip("llama_cpp.server.app")
    with llama_server(write_model(tmp_path_factory.mktemp("models") / "tiny.gguf")) as url:
        yield url


def test_a_real_server_writes_the_same_words_each_time_streamed_or_not(llama: str) -> None:
    remote = engine(llama, answer_tokens=24)
    said = remote.answer(QUESTION, [HOURS]).sentences
    assert said
    assert said == tuple(remote.stream(QUESTION, [HOURS])) == remote.answer(QUESTION, [HOURS]).sentences


def test_a_real_server_is_well_and_names_its_model(llama: str) -> None:
    (health,) = engine(llama).health()
    assert (health.problem, health.lists_model) == ("", True)


def test_a_real_server_that_takes_a_schema_in_its_own_form_only_writes_under_it(llama: str) -> None:
    sentence = "The reading room opens at nine [1]."
    schema = {"type": "object", "properties": {"answer": {"enum": [sentence]}}, "required": ["answer"]}
    remote = engine(llama)
    for _ in range(2):
        draft = remote.answer(QUESTION, [HOURS], Turn(schema=schema))
        assert [each.text for each in draft.sentences] == ["The reading room opens at nine."]


def test_a_written_sentence_carries_the_passage_that_it_marks() -> None:
    with hostile(GOOD) as server:
        assert [(s.text, s.chunk_ids) for s in asked(server.url)] == [("The room opens at nine.", ("hours",))]


def test_what_is_sent_is_the_prompt_and_how_to_write_and_nothing_else() -> None:
    with hostile(GOOD) as server:
        engine(server.url, key="k3y").answer(QUESTION, [HOURS], Turn(conversation="ada-7"))
        (body,), (headers,) = server.bodies, server.headers
    assert set(body) == {"model", "messages", "stream", "temperature", "seed", "max_tokens"}
    assert (body["model"], body["temperature"], body["stream"]) == (MODEL, 0.0, True)
    assert headers["Authorization"] == "Bearer k3y"
    assert "ada-7" not in str(body) + str(headers)


def test_a_schema_goes_along_and_the_strings_of_the_value_are_the_draft() -> None:
    with hostile(says('{"when": "It opens ', 'at nine [1].", "open": true}')) as server:
        draft = engine(server.url).answer(QUESTION, [HOURS], Turn(schema={"type": "object"}))
        assert server.bodies[0]["response_format"]["json_schema"]["schema"] == {"type": "object"}
    assert [(s.text, s.chunk_ids) for s in draft.sentences] == [("It opens at nine.", ("hours",))]


def formats(server: HostileServer) -> list[str]:
    return [body["response_format"]["type"] for body in server.bodies]


@pytest.mark.parametrize("status", [400, 422, 500])
def test_a_server_that_refuses_one_form_of_a_schema_is_asked_in_the_other_and_so_from_then_on(status: int) -> None:
    with hostile(fails(status), says('{"answer": "It opens at nine [1]."}')) as server:
        remote, turn = engine(server.url), Turn(schema={"type": "object"})
        for _ in range(2):
            assert remote.answer(QUESTION, [HOURS], turn).sentences
        assert formats(server) == ["json_schema", "json_object", "json_object"]
        assert server.bodies[1]["response_format"]["schema"] == {"type": "object"}


def test_a_server_that_refuses_both_forms_of_a_schema_is_told_of(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("assistant.engines.openai_compatible.PATIENCE_SECONDS", 0.0)
    with hostile(fails(500)) as server, pytest.raises(ModelError, match="500"):
        engine(server.url).answer(QUESTION, [HOURS], Turn(schema={"type": "object"}))
    assert formats(server) == ["json_schema", "json_object"]


def test_sentences_come_as_they_are_whole() -> None:
    with hostile(says("It opens at nine [1]. ", "It closes ", "at five [1].", pause=0.1)) as server:
        stream = engine(server.url).stream(QUESTION, [HOURS])
        assert next(stream).text == "It opens at nine."
        assert [sentence.text for sentence in stream] == ["It closes at five."]


@pytest.mark.parametrize("trouble", [fails(500), fails(502), hangs_up, sends("data: {not json\n\n")])
def test_what_goes_wrong_before_the_first_word_is_tried_again(trouble: Any) -> None:
    with hostile(trouble, GOOD) as server:
        assert asked(server.url)
        assert len(server.bodies) == 2


@pytest.mark.parametrize("status", [301, 401, 403, 404, 418])
def test_a_server_that_refuses_leaves_the_question_to_the_others(status: int) -> None:
    with hostile(fails(status)) as unfit, hostile(GOOD) as fit:
        remote = engine(unfit.url, fit.url)
        for _ in range(2):
            assert remote.answer(QUESTION, [HOURS]).sentences
        assert len(fit.bodies) == 2


def test_what_all_servers_refuse_is_told_with_its_remedy_also_to_who_comes_next(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("assistant.engines.openai_compatible.PATIENCE_SECONDS", 0.0)
    with hostile(fails(401)) as one, hostile(fails(401)) as two:
        remote = engine(one.url, two.url)
        for _ in range(2):
            with pytest.raises(ModelError, match="does not accept our key") as caught:
                remote.answer(QUESTION, [HOURS])
            assert "key_variable" in caught.value.remedy


def test_after_the_first_word_nothing_is_tried_again() -> None:
    with hostile(says("It opens at nine [1]. ", "It clo", end=""), GOOD) as server:
        stream = engine(server.url).stream(QUESTION, [HOURS])
        with pytest.raises(ModelError, match="broke off"):
            list(stream)
        assert len(server.bodies) == 1


def test_an_error_never_repeats_what_a_server_said() -> None:
    with hostile(fails(401)) as server, pytest.raises(ModelError) as caught:
        asked(server.url)
    assert "SECRET" not in f"{caught.value} {caught.value.__cause__}"


@pytest.mark.parametrize(
    ("play", "words"),
    [
        (fails(302, Location="http://203.0.113.9/v1"), "redirect"),
        (fails(307, Location="/v2/chat"), "redirect"),
        (fails(403), "key"),
        (fails(404), "model"),
        (fails(418), "418"),
    ],
)
def test_what_trying_again_cannot_mend_is_told_at_once(play: Any, words: str) -> None:
    with hostile(play) as server:
        with pytest.raises(ModelError, match=words):
            asked(server.url)
        assert len(server.bodies) == 1


@pytest.mark.parametrize(
    "text",
    [
        'data: {"error": "no"}\n\n',
        "data: [1]\n\n",
        'data: {"choices": [7]}\n\n',
        "data: " + "x" * 70_000 + "\n\n",
        'data: {"choices": []}\n\n',
    ],
)
def test_a_stream_that_is_no_answer_is_an_error(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("assistant.engines.openai_compatible.PATIENCE_SECONDS", 0.1)
    with hostile(sends(text)) as server, pytest.raises(ModelError):
        asked(server.url)


def test_a_prompt_that_is_too_long_is_sent_again_with_fewer_sources() -> None:
    with hostile(fails(400), GOOD) as server:
        assert engine(server.url).answer(QUESTION, [HOURS, passage("It is open until nine.", "late")]).sentences
        first, second = (len(body["messages"][1]["content"]) for body in server.bodies)
    assert second < first


def test_a_server_that_asks_for_a_pause_gets_it() -> None:
    with hostile(fails(429, Retry_After="1"), GOOD) as server:
        began = time.monotonic()
        assert asked(server.url)
        assert time.monotonic() - began >= 1


def test_a_pause_that_is_too_long_to_wait_for_is_told() -> None:
    with hostile(fails(503, Retry_After="120")) as server:
        with pytest.raises(OverloadError) as caught:
            asked(server.url)
        assert len(server.bodies) == 1
    assert caught.value.retry_seconds == 120


@pytest.mark.parametrize(
    ("play", "limits", "what"),
    [
        (drips(5), {"first_token_seconds": 0.2}, "first word"),
        (says("It ", "opens", pause=0.8), {"first_token_seconds": 5, "idle_seconds": 0.2}, "next word"),
        (says(*["It opens. "] * 20, pause=0.1), {"answer_seconds": 0.4}, "whole answer"),
    ],
)
def test_a_server_may_not_take_its_time_however_many_bytes_it_sends(
    play: Any, limits: dict[str, float], what: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("assistant.engines.openai_compatible.PATIENCE_SECONDS", 0.0)
    with hostile(play) as server, pytest.raises(ModelError, match=what):
        asked(server.url, **limits)


def test_who_reads_slowly_is_not_taken_for_a_slow_server() -> None:
    with hostile(says("It opens at nine [1]. ", "It closes at five [1].", " It rests.")) as server:
        stream = engine(server.url, idle_seconds=0.2).stream(QUESTION, [HOURS])
        next(stream)
        time.sleep(0.5)
        assert len(list(stream)) == 2


def test_the_request_ends_when_the_asker_goes_away() -> None:
    with hostile(drips(5)) as server:
        gone = threading.Event()
        threading.Timer(0.2, gone.set).start()
        began = time.monotonic()
        assert engine(server.url).answer(QUESTION, [HOURS], Turn(cancelled=gone.is_set)).sentences == ()
        assert time.monotonic() - began < 4


def test_another_server_is_asked_when_one_fails_and_the_failed_one_is_left_out() -> None:
    with hostile(hangs_up) as bad, hostile(GOOD) as good:
        remote = engine(bad.url, good.url)
        for _ in range(3):
            assert remote.answer(QUESTION, [HOURS]).sentences
        assert (len(bad.bodies), len(good.bodies)) == (1, 3)


def test_a_server_that_failed_is_asked_for_its_health_before_its_next_question() -> None:
    with hostile(hangs_up, GOOD) as server:
        assert asked(server.url)
        assert server.paths == ["/v1/chat/completions", "/v1/models", "/v1/chat/completions"]


def test_no_server_is_an_error_that_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("assistant.engines.openai_compatible.PATIENCE_SECONDS", 0.3)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
        with pytest.raises(ModelError, match="can't be reached"):
            asked(f"http://127.0.0.1:{port}/v1")


def test_a_name_that_leads_to_a_public_address_is_not_connected_to(monkeypatch: pytest.MonkeyPatch) -> None:
    public = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("10.0.0.7", 80))]
    public += [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("203.0.113.9", 80))]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: public)
    with pytest.raises(EgressError, match="public"):
        asked("http://llm.internal:8000/v1")


def test_the_address_that_was_checked_is_the_one_that_is_connected_to(monkeypatch: pytest.MonkeyPatch) -> None:
    asked_for: list[str] = []
    real = socket.getaddrinfo

    def rebinding(host: Any, port: Any, *args: Any, **rest: Any) -> Any:
        asked_for.append(host)
        return real("127.0.0.1" if host == "llm.internal" else host, port, *args, **rest)

    monkeypatch.setattr(socket, "getaddrinfo", rebinding)
    with hostile(GOOD) as server:
        assert asked(server.url.replace("127.0.0.1", "llm.internal"))
        assert server.headers[0]["Host"].startswith("llm.internal:")
    assert asked_for.count("llm.internal") == 1


def test_proxies_of_the_environment_are_passed_over(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    with hostile(GOOD) as server:
        assert asked(server.url)


def test_a_plain_server_is_not_taken_for_one_with_a_certificate(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("assistant.engines.openai_compatible.PATIENCE_SECONDS", 0.0)
    with hostile(GOOD) as server:
        with pytest.raises(ModelError, match="certificate"):
            asked(server.url.replace("http://", "https://"))
        assert server.bodies == []


def test_over_tls_the_organisations_own_authority_is_trusted_and_no_other(tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    made, other = certificates(tmp_path), certificates(tmp_path / "other")
    with hostile(GOOD, certificates=made) as server:
        assert asked(server.url, certificates=str(made.authority))
        for trusted in ({}, {"certificates": str(other.authority)}):
            assert "certificate" in engine(server.url, **trusted).health()[0].problem
        elsewhere = engine(server.url.replace("127.0.0.1", "localhost"), certificates=str(made.authority))
        assert "certificate" in elsewhere.health()[0].problem


def test_a_missing_file_of_certificates_is_an_error_of_the_settings(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="certificates"):
        asked("https://127.0.0.1:9", certificates=str(tmp_path / "none.pem"))


def test_nothing_is_connected_to_before_a_question(tmp_path: Path) -> None:
    with hostile(GOOD) as server:
        engine(server.url)
        assert server.paths == []


@pytest.mark.parametrize("lists", [True, False])
def test_a_server_that_is_not_well_says_so(lists: bool) -> None:
    with hostile(GOOD) as server:
        server.healthy, server.lists = False, lists
        (health,) = engine(server.url).health()
    assert health.problem == "answers with HTTP status 500"


def test_a_server_without_a_list_of_models_may_tell_its_health_otherwise() -> None:
    with hostile(GOOD) as server:
        server.lists = False
        (health,) = engine(server.url).health()
        assert server.paths == ["/v1/models", "/health"]
    assert (health.problem, health.lists_model) == ("", False)


def test_settings_are_read_into_an_engine() -> None:
    (one,) = remote_engines('[{"name": "big", "url": "https://10.1.2.3", "model": "m", "idle_seconds": 9}]')
    assert isinstance(one, RemoteEngine)
    assert (one.endpoints[0].listed, one.endpoints[0].path, one.idle_seconds) == ("10.1.2.3:443", "/v1", 9)


@pytest.mark.parametrize(
    "change",
    [
        {"url": "http://8.8.8.8/v1"},
        {"url": "http://169.254.169.254/v1"},
        {"url": "http://[2001:db8::1]/v1"},
        {"url": "http://2130706433/v1"},
        {"url": "http://0.0.0.0:8000"},
        {"url": "http://user:pw@10.0.0.7/v1"},
        {"url": "http://10.0.0.7/v1?next=http://example.org"},
        {"url": "ftp://10.0.0.7"},
        {"url": "http://10.0.0.7:99999"},
        {"url": []},
        {"url": ["http://10.0.0.7", "http://10.0.0.7"]},
        {"name": "auto"},
        {"name": "a b"},
        {"model": ""},
        {"key_variable": "sk-secret"},
        {"idle_seconds": 0},
        {"api_key": "sk-secret"},
    ],
)
def test_a_setting_that_is_wrong_is_refused_without_being_repeated(change: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"\w") as caught:
        remote_engines([{"name": "big", "url": "http://10.0.0.7:8000/v1", "model": "m", **change}])
    assert "secret" not in str(caught.value)
