import random
import re
import signal
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from policies.database import open_database
from policies.errors import AccessError, AuditError, KeyFileError, StorageError
from policies.keys import Keyring, create_keyring
from policies.pseudonyms import TOKEN
from policies.restoring import tokens_in
from policies.roles import Role
from policies.vault import Vault
from tests.policies.processes import output, start
from tests.policies.recording_audit import FullAudit, RecordingAudit

WHY = {"actor": "dana", "role": Role.OFFICER, "reason": "case 17"}


@pytest.fixture
def audit() -> RecordingAudit:
    return RecordingAudit()


@pytest.fixture
def vault(path: Path, keyring: Keyring, audit: RecordingAudit) -> Iterator[Vault]:
    with Vault.open(path, workspace="clinic", keyring=keyring, audit=audit) as vault:
        yield vault


def reopened(path: Path, keyring: Keyring, workspace: str = "clinic") -> Vault:
    return Vault.open(path, workspace=workspace, keyring=keyring, audit=RecordingAudit())


def test_a_value_keeps_its_token_over_spelling_process_and_restored_backup(
    vault: Vault, path: Path, keyring: Keyring
) -> None:
    vault.close()
    backup = path.with_name("backup.db")
    backup.write_bytes(path.read_bytes())
    vault = reopened(path, keyring)
    token = vault.token("PERSON", "ines okafor", "Ines Okafor")
    assert TOKEN.fullmatch(token) and token.startswith("⟦PERSON_")
    assert vault.token("PERSON", "ines okafor", "INES OKAFOR") == token
    with reopened(path, keyring) as later:
        assert later.known("PERSON", "ines okafor") == token
    vault.close()
    with reopened(backup, keyring) as restored:
        assert restored.known("PERSON", "ines okafor") is None
        assert restored.token("PERSON", "ines okafor", "Ines Okafor") == token


def test_types_and_workspaces_don_t_share_tokens(vault: Vault, path: Path, keyring: Keyring) -> None:
    code = vault.token("PERSON", "may", "May").rpartition("_")[2]
    assert vault.token("LOCATION", "may", "May").rpartition("_")[2] != code
    with reopened(path.with_name("office.db"), keyring, "office") as office:
        assert office.token("PERSON", "may", "May").rpartition("_")[2] != code


@pytest.mark.parametrize("asked", [0, 499, 500, 501, 2000])
def test_a_token_is_known_before_and_after_the_table_was_read_into_memory(
    vault: Vault, path: Path, keyring: Keyring, asked: int
) -> None:
    with vault.batch():
        tokens = [vault.token("PERSON", f"person {n}", f"Person {n}") for n in range(3)]
    with reopened(path, keyring) as later:
        for n in range(asked):
            assert later.known("PERSON", f"nobody {n}") is None
        new = later.token("PERSON", "someone new", "Someone New")
        assert [later.known("PERSON", f"person {n}") for n in range(3)] == tokens
        assert later.known("PERSON", "someone new") == new
        assert later.token("PERSON", "person 1", "Person 1") == tokens[1]
        assert later.count() == 4


def test_asking_for_an_unknown_value_remembers_nothing(vault: Vault) -> None:
    assert vault.known("PERSON", "ines okafor") is None
    assert vault.count() == 0


@pytest.mark.timeout(60)
def test_tokens_of_thousands_of_names_in_one_batch_stay_apart_without_case(vault: Vault) -> None:
    with vault.batch():
        tokens = [vault.token("PERSON", f"person {number}", f"Person {number}") for number in range(6000)]
    assert len({token.casefold() for token in tokens}) == 6000
    assert vault.count() == 6000
    # 33**4 codes without case: 6,000 values meet some fifteen times, and in one of 25 runs one of them twice.
    assert sum(len(token) == len("⟦PERSON_k7Q2⟧") for token in tokens) > 5990
    assert vault.restore(tokens[-1], **WHY) == "Person 5999"
    assert [vault.known("PERSON", f"person {number}") for number in range(6000)] == tokens


def test_what_another_process_named_is_known_soon(vault: Vault, path: Path, keyring: Keyring) -> None:
    assert vault.known("PERSON", "ines okafor") is None
    with reopened(path, keyring) as other:
        token = other.token("PERSON", "ines okafor", "Ines Okafor")
        assert vault.token("PERSON", "ines okafor", "Ines Okafor") == token
        later = other.token("PERSON", "ola berg", "Ola Berg")
    deadline = threading.Event()
    for _ in range(100):
        if vault.known("PERSON", "ola berg"):
            break
        deadline.wait(0.01)
    assert vault.known("PERSON", "ola berg") == later


def test_two_processes_that_name_the_same_people_at_once_agree(tmp_path: Path) -> None:
    script = """
    keyring = create_keyring(home / "keys", data=home / "data")
    vault = Vault.open(home / "data" / "vault.db", workspace="w", keyring=keyring, audit=RecordingAudit())
    order = list(range(100)) if sys.argv[2] == "up" else list(reversed(range(100)))
    tokens = {n: vault.token("PERSON", f"person {n}", f"Person {n}") for n in order}
    print([tokens[n] for n in range(100)], vault.count())
    """
    create_keyring(tmp_path / "keys", data=tmp_path / "data")
    racers = [start(script, tmp_path, order) for order in ("up", "down")]
    first, second = (output(racer).rpartition(" ")[0] for racer in racers)
    assert first == second


def test_threads_share_one_vault(vault: Vault) -> None:
    seen: list[list[str]] = []

    def name_everyone() -> None:
        with vault.batch():
            seen.append([vault.token("PERSON", f"person {n}", f"Person {n}") for n in range(100)])

    threads = [threading.Thread(target=name_everyone) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(seen) == 4 and all(tokens == seen[0] for tokens in seen)
    assert vault.count() == 100


def test_a_batch_that_fails_is_forgotten_as_a_whole(vault: Vault, path: Path, keyring: Keyring) -> None:
    kept = vault.token("PERSON", "kept", "Kept")
    with pytest.raises(LookupError), vault.batch():
        vault.token("PERSON", "dropped", "Dropped")
        raise LookupError
    assert vault.known("PERSON", "dropped") is None
    with reopened(path, keyring) as later:
        assert later.count() == 1 and later.known("PERSON", "kept") == kept


def test_a_batch_whose_inner_part_failed_does_not_pass_for_written(vault: Vault) -> None:
    with pytest.raises(StorageError), vault.batch():
        vault.token("PERSON", "outer", "Outer")
        with pytest.raises(LookupError), vault.batch():
            raise LookupError
    assert vault.count() == 0
    assert vault.token("PERSON", "outer", "Outer") and vault.count() == 1


def test_a_token_is_durable_when_it_is_given(tmp_path: Path) -> None:
    script = """
    keyring = create_keyring(home / "keys", data=home / "data")
    vault = Vault.open(home / "data" / "vault.db", workspace="w", keyring=keyring, audit=RecordingAudit())
    n = 0
    while True:
        with vault.batch():
            made = [vault.token("PERSON", f"person {n} {m}", f"Person {n} {m}") for m in range(7)]
        print(*made, flush=True)
        n += 1
    """
    process = start(script, tmp_path)
    assert process.stdout is not None and process.stderr is not None
    promised = [process.stdout.readline() for _ in range(random.randint(1, 20))]
    process.send_signal(signal.SIGKILL)
    promised += [line for line in process.stdout.read().splitlines(keepends=True) if line.endswith("\n")]
    process.wait()
    process.stdout.close()
    process.stderr.close()
    keyring = create_keyring(tmp_path / "keys", data=tmp_path / "data")
    with Vault.open(tmp_path / "data" / "vault.db", workspace="w", keyring=keyring, audit=RecordingAudit()) as vault:
        assert vault.count() % 7 == 0
        for number, line in enumerate(promised):
            expected = " ".join(f"Person {number} {m}" for m in range(7))
            assert vault.restore(line.strip(), **WHY) == expected


# ---- restoring


def test_restoring_gives_the_values_back_and_is_audited_first(vault: Vault, audit: RecordingAudit) -> None:
    token = vault.token("PERSON", "ines okafor", "Ines Okafor")
    assert vault.restore(f"{token} came twice: {token}.", **WHY) == "Ines Okafor came twice: Ines Okafor."
    (event,) = audit.events
    assert (event.action, event.actor, event.workspace, event.ids) == ("restored", "dana", "clinic", (token,))
    assert event.reason == "case 17" and event.counts["role"] == "officer"
    assert "Okafor" not in repr(event)


def test_nothing_is_restored_when_it_can_t_be_audited(path: Path, keyring: Keyring) -> None:
    with Vault.open(path, workspace="clinic", keyring=keyring, audit=FullAudit()) as vault:
        token = vault.token("PERSON", "ines okafor", "Ines Okafor")
        with pytest.raises(AuditError):
            vault.restore(token, **WHY)
        with pytest.raises(AuditError):
            list(vault.restore_stream([token], **WHY))


@pytest.mark.parametrize("role", [Role.USER, Role.EDITOR, Role.ADMIN, "nobody"])
def test_unknown_and_forbidden_answer_alike(vault: Vault, audit: RecordingAudit, role: str) -> None:
    token = vault.token("PERSON", "ines okafor", "Ines Okafor")
    refusals = []
    for text, who, reason in (
        (token, role, "case 17"),
        ("⟦PERSON_zzzz⟧", role, "case 17"),
        ("⟦PERSON_zzzz⟧", Role.OFFICER, "case 17"),
        (token, Role.OFFICER, " \n"),
    ):
        with pytest.raises(AccessError) as caught:
            vault.restore(text, actor="dana", role=who, reason=reason)
        refusals.append(str(caught.value))
    assert len(set(refusals)) == 1
    assert audit.actions() == ["restore_refused"] * 4


def test_an_unknown_token_costs_the_work_of_a_known_one(vault: Vault, monkeypatch: pytest.MonkeyPatch) -> None:
    token = vault.token("PERSON", "ines okafor", "Ines Okafor")
    opened: list[str] = []
    unseal = Vault._unseal
    monkeypatch.setattr(Vault, "_unseal", lambda self, kept, sealed: opened.append(kept) or unseal(self, kept, sealed))
    for text in (token, "⟦PERSON_zzzz⟧"):
        for role in (Role.USER, Role.OFFICER):
            opened.clear()
            try:
                vault.restore(text, actor="dana", role=role, reason="case 17")
            except AccessError:
                pass
            assert len(opened) == 1, (text, role)


def test_a_token_that_was_erased_stays_where_others_are_restored(vault: Vault) -> None:
    token = vault.token("PERSON", "ines okafor", "Ines Okafor")
    assert vault.restore(f"{token} and ⟦PERSON_zzzz⟧", **WHY) == "Ines Okafor and ⟦PERSON_zzzz⟧"


def test_a_token_is_found_in_whatever_case_it_comes_back(vault: Vault) -> None:
    values = {vault.token("PERSON", f"person {n}", f"Person {n}"): f"Person {n}" for n in range(30)}
    for token, value in values.items():
        swapped = re.sub(r"_(.*)⟧", lambda match: match.group().swapcase(), token)
        if tokens_in(swapped):
            assert vault.restore(swapped, **WHY) == value


def test_a_stream_is_restored_across_its_cuts_and_audited_before_each_piece(
    vault: Vault, audit: RecordingAudit
) -> None:
    token = vault.token("PERSON", "ines okafor", "Ines Okafor")
    stream = vault.restore_stream(iter(f"Then {token} left; ⟦PERSON_zzzz⟧ stayed."), **WHY)
    shown = ""
    for piece in stream:
        shown += piece
        assert ("Okafor" in shown) == ("restored" in audit.actions())
    assert shown == "Then Ines Okafor left; ⟦PERSON_zzzz⟧ stayed."


def test_a_stream_that_is_forbidden_is_refused_before_its_first_piece(vault: Vault) -> None:
    def never() -> Iterator[str]:
        pytest.fail("the stream was begun")
        yield ""

    with pytest.raises(AccessError):
        vault.restore_stream(never(), actor="dana", role=Role.USER, reason="case 17")


# ---- what is written


def test_the_files_hold_no_value_in_the_clear(vault: Vault, path: Path) -> None:
    vault.token("PERSON", "ines okafor", "Ines Okafor")
    for file in path.parent.iterdir():
        assert b"kafor" not in file.read_bytes()


def test_a_row_says_nothing_even_to_who_opens_the_file(vault: Vault, path: Path, keyring: Keyring) -> None:
    from policies.keys import derive

    vault.token("PERSON", "ines okafor", "Ines Okafor")
    connection = open_database(path, derive(keyring.key("vault", "clinic"), "file"))
    rows = repr(connection.execute("SELECT * FROM pseudonyms").fetchall())
    connection.close()
    assert "kafor" not in rows and "PERSON_" in rows


def test_a_value_moved_under_another_token_is_refused(vault: Vault, path: Path, keyring: Keyring) -> None:
    from policies.keys import derive

    first, second = (vault.token("PERSON", name, name) for name in ("ines okafor", "ola berg"))
    connection = open_database(path, derive(keyring.key("vault", "clinic"), "file"))
    connection.execute(
        "UPDATE pseudonyms SET sealed = (SELECT sealed FROM pseudonyms WHERE token = ?) WHERE token = ?",
        (first, second),
    )
    connection.close()
    assert vault.restore(first, **WHY) == "ines okafor"
    with pytest.raises(StorageError, match="altered"):
        vault.restore(second, **WHY)


def test_another_workspace_s_keys_don_t_open_it(vault: Vault, path: Path, keyring: Keyring) -> None:
    with pytest.raises(KeyFileError):
        reopened(path, keyring, "office")


def test_erasing_forgets_in_every_process(vault: Vault, path: Path, keyring: Keyring) -> None:
    token = vault.token("PERSON", "ines okafor", "Ines Okafor")
    kept = vault.token("PERSON", "ola berg", "Ola Berg")
    with reopened(path, keyring) as other:
        assert other.known("PERSON", "ines okafor") == token
        assert vault.delete([token]) == 1
        assert vault.known("PERSON", "ines okafor") is None
        # What another process had in memory must not pass for written: it is written again.
        again = other.token("PERSON", "ines okafor", "Ines Okafor")
        assert other.restore(f"{again} {kept}", **WHY) == "Ines Okafor Ola Berg"


def test_an_erased_token_is_never_given_again_and_its_successors_tell_nothing_of_it(vault: Vault) -> None:
    tokens = []
    for _ in range(5):
        tokens.append(vault.token("PERSON", "ines okafor", "Ines Okafor"))
        vault.delete(tokens[-1:])
    codes = [token.rpartition("_")[2].rstrip("⟧") for token in tokens]
    assert len({code[:3].casefold() for code in codes}) == 5 and len(codes[-1]) > len(codes[0])
    assert all(vault.issued(token) for token in tokens)
    with pytest.raises(AccessError):
        vault.restore(" ".join(tokens), **WHY)


def test_a_value_may_leave_and_come_back_without_end(vault: Vault) -> None:
    """A rota that names somebody every other week: each time with another token, of a length that can be read."""
    tokens = []
    for _ in range(120):
        tokens.append(vault.token("PERSON", "ines okafor", "Ines Okafor"))
        vault.delete(tokens[-1:])
    assert len({token.casefold() for token in tokens}) == 120 and max(map(len, tokens)) <= len("⟦PERSON_123456789012⟧")


def test_what_a_document_planted_comes_back_as_no_token(vault: Vault) -> None:
    real = vault.token("PERSON", "ines okafor", "Ines Okafor")
    planted = vault.token("TOKEN", real.casefold(), real)
    assert vault.restore(f"{planted} lied", **WHY) == f"[[{real[1:-1]}]] lied"


def test_a_token_of_another_workspace_is_refused_as_an_unknown_one_is(
    vault: Vault, path: Path, keyring: Keyring
) -> None:
    with reopened(path.with_name("office.db"), keyring, "office") as office:
        foreign = office.token("PERSON", "ines okafor", "Ines Okafor")
    vault.token("PERSON", "ines okafor", "Ines Okafor")
    refusals = []
    for text in (foreign, "⟦PERSON_zzzz⟧", "⟦NO_SUCH_TYPE_zzzz⟧"):
        with pytest.raises(AccessError) as caught:
            vault.restore(text, **WHY)
        refusals.append(str(caught.value))
        assert "".join(vault.restore_stream(iter(text), **WHY)) == text
    assert len(set(refusals)) == 1 and not vault.issued(foreign)


def test_a_forged_token_with_an_endless_type_is_refused_like_any_other(vault: Vault, audit: RecordingAudit) -> None:
    with pytest.raises(AccessError, match="can't be restored"):
        vault.restore(f"⟦{'A' * 5000}_zzzz⟧", **WHY)
    assert audit.actions() == ["restore_refused"]
