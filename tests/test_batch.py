"""`batch`: nothing lost, nothing doubled, nothing torn, the same bytes, and nothing written outside of OUT."""

import hashlib
import json
import os
import random
import signal
import subprocess
import sys
import time
from concurrent.futures import Future

import pytest
from click.testing import CliRunner

import stuck
from bizenv_extract import cli, extract
from bizenv_extract.commands.progress import Progress
from bizenv_extract.scale import pooling, running, working
from bizenv_extract.scale.attempting import Asked
from bizenv_extract.scale.item import of_text
from bizenv_extract.scale.keeping import keeping
from bizenv_extract.scale.running import Plan, Tally, fill, flow

INLINE = pytest.mark.usefixtures("inline")
POSIX = pytest.mark.skipif(os.name != "posix", reason="signals, links and special files")
TEXT = "濮阳市全市共登记各类市场主体{0}户，居全省第{1}位。企业开办由4个工作日压缩为24小时以内。"


class Inline:
    """Stands for processes where a test is not about them: does the work at once."""

    def __init__(self, *_args):
        pass

    def submit(self, work, *args):
        """Do the work."""
        future = Future()
        future.set_result(work(*args))
        return future

    def shutdown(self, **_options):
        """Have nothing to end."""


@pytest.fixture
def inline(monkeypatch):
    """Let the work be done within this process."""
    monkeypatch.setattr(pooling, "ProcessPoolExecutor", Inline)


@pytest.fixture
def folder(tmp_path):
    """Write a folder of ten texts, two of them one level below."""
    for number in range(10):
        path = tmp_path / "in" / ("below" if number > 7 else "") / f"{number}.txt"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(TEXT.format(1000 + number, number + 1).encode())
    return tmp_path / "in"


def run(*args, code=0, stdin=None):
    """Run the command within this process."""
    result = CliRunner().invoke(cli.main, ["batch", *map(str, args)], input=stdin, catch_exceptions=False)
    assert result.exit_code == code, result.output
    return result


def process(*args, **options):
    """Start it in a process of its own."""
    command = [sys.executable, "-m", "bizenv_extract", "batch", *map(str, args)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, **options)


def finished(*args):
    """Let it come to its end in a process of its own; gives exit code and all it said."""
    with process(*args) as started:
        said, _ = started.communicate(timeout=300)
    return started.returncode, said


def lines(out):
    """Give the lines of a folder of shards, or of a file."""
    parts = sorted(out.glob("part-*.jsonl")) if out.is_dir() else [out]
    return [json.loads(line) for part in parts for line in part.read_bytes().splitlines()]


def names(out):
    """Give the documents of the output."""
    return [line["document"].rpartition("/")[2] for line in lines(out)]


def tree(out):
    """Give all files with their bytes."""
    return {path.relative_to(out).as_posix(): path.read_bytes() for path in out.rglob("*") if path.is_file()}


def written(out):
    """Give when each file was last put in place."""
    return {path.name: path.stat().st_ino for path in out.rglob("part-*")}


# What comes out


@INLINE
def test_a_folder_gives_a_line_for_each_document(folder, tmp_path):
    """In the order of the names, each with the report that the text gives by itself."""
    run(folder, "-o", tmp_path / "out", "--shard-size", 4)
    assert names(tmp_path / "out") == [*(f"{n}.txt" for n in range(8)), "8.txt", "9.txt"]
    first = lines(tmp_path / "out")[0]
    assert (first["error"], first["report"]) == (None, json.loads(extract(folder / "0.txt").to_json()))
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == [
        "_batch", "part-000000.jsonl", "part-000001.jsonl", "part-000002.jsonl"
    ]  # fmt: skip


@INLINE
def test_one_file_holds_what_the_shards_hold(folder, tmp_path):
    """NAME.jsonl and standard output have the bytes of the shards one after another."""
    run(folder, "-o", tmp_path / "out", "--shard-size", 4)
    run(folder, "-o", tmp_path / "all.jsonl", "--shard-size", 4)
    together = b"".join(path.read_bytes() for path in sorted((tmp_path / "out").glob("part-*")))
    assert (tmp_path / "all.jsonl").read_bytes() == together
    assert run(folder, "-o", "-").stdout_bytes == together


def test_the_same_bytes_for_any_number_of_workers(folder, tmp_path):
    """With 1, 2 and 4 processes, in both formats."""
    pytest.importorskip("pyarrow")
    runs = [("jsonl", 1), ("jsonl", 2), ("jsonl", 4), ("parquet", 1), ("parquet", 2)]
    for form, workers in runs:
        args = ("--workers", workers, "--shard-size", 3, "--format", form)
        assert finished(folder, "-o", tmp_path / f"{form}{workers}", *args) == (0, b"")
    trees = [tree(tmp_path / f"{form}{workers}") for form, workers in runs]
    assert trees[0] == trees[1] == trees[2]
    assert trees[3] == trees[4]


@INLINE
def test_parquet_has_a_table_for_each_kind(folder, tmp_path):
    """With the rows of the reports, and one row for each document, also for one that failed."""
    parquet = pytest.importorskip("pyarrow.parquet")
    (folder / "bad.txt").write_bytes(b"\x89PNG\r\n\x1a\n")
    run(folder, "-o", tmp_path / "out", "--format", "parquet", "--shard-size", 4, code=1)
    documents = parquet.read_table(tmp_path / "out" / "documents").to_pylist()
    assert [row["error"] for row in documents if row["document"].endswith("bad.txt")] == [
        "ReaderError: a PNG image, which is not read: run OCR over it, and give the text"
    ]
    assert (len(documents), parquet.read_table(tmp_path / "out" / "rankings").num_rows) == (11, 10)


@INLINE
def test_lines_and_rows_are_documents(tmp_path):
    """JSONL and Parquet carry texts and ids; what has no id is called after its place; bad lines are told."""
    pa, parquet = pytest.importorskip("pyarrow"), pytest.importorskip("pyarrow.parquet")
    text = TEXT.format(5, 6)
    many = [{"id": "../../a", "text": text}, {"text": text}, {"id": 7, "text": None}, [1]]
    data = b"\n".join([*(json.dumps(one).encode() for one in many), b"{torn", b""])
    (tmp_path / "a.jsonl").write_bytes(data)
    parquet.write_table(pa.table({"nr": [1, 2], "body": [text, text]}), tmp_path / "b.parquet")
    result = run(tmp_path / "a.jsonl", "-o", tmp_path / "out", code=1)
    assert [(line["document"].removeprefix(str(tmp_path)), line["error"]) for line in lines(tmp_path / "out")[:4]] == [
        ("../../a", None),
        ("/a.jsonl:2", None),
        ("7", "InputError: no text in 'text'"),
        ("/a.jsonl:4", "InputError: no JSON object"),
    ]
    assert lines(tmp_path / "out")[0]["report"]["source"]["uri"] == "../../a"
    assert result.stderr.count("\n") == 3
    run(tmp_path / "b.parquet", "-o", tmp_path / "rows", "--text-field", "body", "--id-field", "nr")
    assert [line["document"] for line in lines(tmp_path / "rows")] == ["1", "2"]
    run(tmp_path / "b.parquet", "-o", tmp_path / "none", code=1)
    assert lines(tmp_path / "none")[0]["error"] == "InputError: no column 'text'"


@INLINE
def test_paths_come_on_standard_input_and_from_globs(folder, tmp_path):
    """A line for each path; a glob in its own words, where the shell left it alone."""
    run("-", "-o", tmp_path / "out", stdin=f"{folder / '3.txt'}\n{folder / 'below'}\n")
    assert names(tmp_path / "out") == ["3.txt", "8.txt", "9.txt"]
    run(f"{folder}/**/[89].txt", f"{folder}/[01].txt", "-o", tmp_path / "globs")
    assert names(tmp_path / "globs") == ["8.txt", "9.txt", "0.txt", "1.txt"]
    run(f"{folder}/x*", "-o", tmp_path / "none", code=1)
    assert lines(tmp_path / "none")[0]["error"] == "InputError: no such file"


@INLINE
def test_a_summary_tells_the_figures(folder, tmp_path):
    """All that is in OUT, and what of it this run made; nothing on stderr, which is no terminal."""
    result = run(folder, "-o", tmp_path / "out", "--summary", tmp_path / "s.json")
    again = run(folder, "-o", tmp_path / "out", "--summary", tmp_path / "t.json", "--resume")
    first, second = (json.loads((tmp_path / name).read_bytes()) for name in ("s.json", "t.json"))
    assert (first["counts"], second["counts"], second["made"]) == (first["made"], first["counts"], {})
    assert (first["counts"]["documents"], first["counts"]["rankings"], result.output, again.output) == (10, 10, "", "")


def test_progress_is_for_terminals(capsys):
    """One line that is written over, and taken away at the end."""
    progress = Progress(total=4, shown=True)
    progress.told(Tally())
    progress.end()
    assert capsys.readouterr().err.startswith("\r\x1b[K0 of 4 documents")
    Progress(shown=False).told(Tally())
    assert capsys.readouterr().err == ""


# Bad documents


@POSIX
@INLINE
def test_bad_documents_are_told_and_the_others_go_on(folder, tmp_path):
    """Links, pipes, folders, damaged bytes: each once on stderr and once in its place, with its path and a reason."""
    (tmp_path / "secret").write_bytes(TEXT.encode())
    (folder / "link.txt").symlink_to(tmp_path / "secret")
    (folder / "loop").symlink_to(folder)
    (folder / "gone.txt").symlink_to("/nope/none")
    (folder / "folder.txt").mkdir()
    (folder / "odd\n名.txt").write_bytes(b"\xff\xfe\xfa\x00\xd8" * 40)
    os.mkfifo(folder / "pipe.txt")
    result = run(folder, "-o", tmp_path / "out", code=1)
    errors = {line["document"].rpartition("/")[2]: line["error"] for line in lines(tmp_path / "out") if line["error"]}
    assert {name: error.partition(": ")[2].partition(",")[0] for name, error in errors.items()} == {
        "folder.txt": "a folder",
        "gone.txt": "a link",
        "link.txt": "a link",
        "loop": "a link",
        "odd\n名.txt": "begins with the byte order mark of utf-16",
        "pipe.txt": "not a regular file (a pipe",
    }
    assert (len(lines(tmp_path / "out")), result.stderr.count("\n")) == (16, 6)
    run(folder / "link.txt", "-o", tmp_path / "linked", "--follow-links")
    assert lines(tmp_path / "linked")[0]["error"] is None
    (tmp_path / "elsewhere").symlink_to(folder)
    run(f"{tmp_path}/else*/0.txt", "-o", tmp_path / "through", code=1)
    assert [line["error"].partition(",")[0] for line in lines(tmp_path / "through")] == ["InputError: a link"]


@INLINE
def test_the_output_is_no_input(folder, monkeypatch):
    """OUT within a folder that is read is passed over."""
    monkeypatch.chdir(folder)
    run(".", "-o", "out", "--shard-size", 3)
    before = tree(folder / "out")
    run(".", "-o", "out", "--shard-size", 3, "--resume")
    assert (tree(folder / "out"), len(lines(folder / "out"))) == (before, 10)


@INLINE
def test_a_deadline_that_passes_is_told(tmp_path):
    """The report is partial, and its line says so."""
    (tmp_path / "long.txt").write_bytes(("企业开办由4个工作日压缩为24小时以内。\n" * 20_000).encode())
    run(tmp_path / "long.txt", "-o", tmp_path / "out", "--deadline", "0.001", code=1)
    (line,) = lines(tmp_path / "out")
    assert line["error"] == "DeadlineError: the deadline passed, the report is partial"
    assert line["report"]["source"]["length"] == 420_000


def test_a_document_that_hangs_or_kills_is_stopped_with_its_process(monkeypatch):
    """It becomes an error record; its neighbours come out, in their order."""
    monkeypatch.setattr(pooling, "work", stuck.work)
    monkeypatch.setattr(working, "GRACE", 0)
    texts = ["企业3家。", "hangs", "企业4家。", "dies", "企业5家。"]
    found = []
    flow([of_text(text, text) for text in texts], Plan(Asked(deadline=1), 2), Tally(), found.append)
    rows = [json.loads(line) for line in b"".join(found).splitlines()]
    assert [row["document"] for row in rows] == texts
    assert [row["error"] for row in rows] == [None, pooling.STOPPED, None, pooling.DIED, None]


@INLINE
def test_a_fault_of_ours_is_told_with_its_document(folder, tmp_path, monkeypatch):
    """One document that meets a bug does not end the run."""

    def broken(*_args, **_options):
        raise RuntimeError("a bug")

    monkeypatch.setattr("bizenv_extract.scale.attempting.Extractor.extract", broken)
    run(folder / "0.txt", "-o", tmp_path / "out", code=1)
    assert lines(tmp_path / "out")[0]["error"] == "internal error: RuntimeError: a bug"


# Going on


@INLINE
def test_resume_does_what_has_changed_and_no_more(folder, tmp_path):
    """A document, the options, the version: what they concern is made again, and nothing else."""
    out = tmp_path / "out"
    run(folder, "-o", out, "--shard-size", 4)
    fresh, before = tree(out), written(out)
    run(folder, "-o", out, "--shard-size", 4, "--resume")
    assert (tree(out), written(out)) == (fresh, before)
    (folder / "5.txt").write_bytes(TEXT.format(77, 7).encode() * 2)
    run(folder, "-o", out, "--shard-size", 4, "--resume")
    assert {name for name, node in written(out).items() if before[name] != node} == {
        "part-000001.json",
        "part-000001.jsonl",
    }
    run(folder, "-o", tmp_path / "new", "--shard-size", 4)
    assert tree(out) == tree(tmp_path / "new")


@pytest.mark.parametrize("name", ["__version__", "SCHEMA_VERSION"])
@INLINE
def test_resume_notices_another_version(folder, tmp_path, monkeypatch, name):
    """All is made again."""
    run(folder, "-o", tmp_path / "out", "--shard-size", 4)
    before = written(tmp_path / "out")
    monkeypatch.setattr(running, name, "9.9.9")
    run(folder, "-o", tmp_path / "out", "--shard-size", 4, "--resume")
    assert not set(before.items()) & set(written(tmp_path / "out").items())


@INLINE
def test_resume_takes_away_what_is_no_more(folder, tmp_path):
    """Shards beyond the last, another format, files that were never finished; nothing that is not its own."""
    out = tmp_path / "out"
    run(folder, "-o", out, "--shard-size", 4)
    (out / ".0123456789abcdef.part").touch()
    (out / "mine.txt").touch()
    for number in range(6):
        (folder / f"{number}.txt").unlink()
    run(folder, "-o", out, "--shard-size", 4, "--resume", "--text")
    assert sorted(tree(out)) == [
        "_batch/lock",
        "_batch/manifest.json",
        "_batch/part-000000.json",
        "mine.txt",
        "part-000000.jsonl",
    ]
    pytest.importorskip("pyarrow")
    run(folder, "-o", out, "--shard-size", 4, "--resume", "--format", "parquet")
    assert sorted(path.name for path in out.iterdir()) == [
        "_batch", "documents", "measures", "mine.txt", "outcomes", "rankings", "time_limits"
    ]  # fmt: skip


@INLINE
def test_a_lost_or_cut_shard_is_made_again(folder, tmp_path):
    """What the note says is held against what is there."""
    out = tmp_path / "out"
    run(folder, "-o", out, "--shard-size", 4)
    before = tree(out)
    (out / "part-000000.jsonl").unlink()
    (out / "part-000001.jsonl").write_bytes(b"{")
    (out / "_batch" / "part-000002.json").write_bytes(b"{")
    run(folder, "-o", out, "--shard-size", 4, "--resume")
    assert tree(out) == before


@INLINE
def test_a_folder_of_others_is_left_alone(folder, tmp_path):
    """An earlier run without --resume, a folder with something else, a file that batch did not make."""
    run(folder, "-o", tmp_path / "out")
    assert "holds an earlier run" in run(folder, "-o", tmp_path / "out", code=2).stderr
    assert "is not empty" in run(folder, "-o", folder, "--resume", code=2).stderr
    (tmp_path / "mine.jsonl").write_bytes(b"{}")
    assert "is there" in run(folder, "-o", tmp_path / "mine.jsonl", "--resume", code=2).stderr
    assert (tmp_path / "mine.jsonl").read_bytes() == b"{}"
    (tmp_path / "file").touch()
    assert str(tmp_path / "file") in run(folder, "-o", tmp_path / "file" / "out", code=2).stderr


@POSIX
@INLINE
def test_one_run_at_a_time(folder, tmp_path):
    """A second one on the same folder is refused while the first holds the lock."""
    fcntl = pytest.importorskip("fcntl")
    run(folder, "-o", tmp_path / "out")
    with (tmp_path / "out" / "_batch" / "lock").open("ab") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        assert "another run" in run(folder, "-o", tmp_path / "out", "--resume", code=2).stderr


@INLINE
def test_names_from_data_never_leave_the_output_folder(tmp_path):
    """Nothing is opened for writing or renamed outside of OUT, whatever documents are called."""
    ids = ["../x", "/abs", "C:\\x", "a\0b", "..", "part-000000.jsonl", "-rf", "\ud800"]
    rows = (json.dumps({"id": name, "text": "企业3家。"}) for name in ids)
    (tmp_path / "a.jsonl").write_text("\n".join(rows), encoding="utf-8")
    (tmp_path / "box").mkdir()
    run(tmp_path / "a.jsonl", "-o", tmp_path / "box" / "out", code=1)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.jsonl", "box"]
    assert sorted(tree(tmp_path / "box")) == [
        "out/_batch/lock", "out/_batch/manifest.json", "out/_batch/part-000000.json", "out/part-000000.jsonl"
    ]  # fmt: skip


# Ends that nobody asked for


@POSIX
def test_kill_9_at_any_moment_loses_nothing(folder, tmp_path):
    """Killed three times and gone on with: the same bytes as a run that was not, and no worker stays behind."""
    args = ("--workers", "2", "--shard-size", "2", "--resume")
    assert finished(folder, "-o", tmp_path / "whole.jsonl", *args) == (0, b"")
    dice, out = random.Random(7), tmp_path / "killed.jsonl"  # noqa: S311 - the same moments each time
    for _ in range(3):
        with process(folder, "-o", out, *args) as killed:
            time.sleep(dice.uniform(0.3, 2.5))
            killed.kill()
            killed.communicate(timeout=60)
        for part in (tmp_path / "killed.jsonl.batch").glob("part-*.jsonl"):
            assert [json.loads(line) for line in part.read_bytes().splitlines()]
    assert finished(folder, "-o", out, *args) == (0, b"")
    assert out.read_bytes() == (tmp_path / "whole.jsonl").read_bytes()
    assert tree(tmp_path / "killed.jsonl.batch") == tree(tmp_path / "whole.jsonl.batch")


@pytest.fixture
def much(folder):
    """Write enough that a run can be met at its work."""
    for number in range(10, 300):
        (folder / f"{number}.txt").write_bytes(TEXT.format(number, 3).encode() * 40)
    return folder


def until_at_work(started, out):
    """Wait until a first shard is there."""
    while started.poll() is None and not list(out.glob("part-*")):
        time.sleep(0.02)


@POSIX
def test_workers_end_with_the_run(much, tmp_path):
    """None of them stays behind after a kill: each holds the other end of the pipe until it ends."""
    with process(much, "-o", tmp_path / "out", "--workers", "2", "--shard-size", "9") as killed:
        until_at_work(killed, tmp_path / "out")
        killed.kill()
        assert killed.communicate(timeout=30)


@POSIX
def test_ctrl_c_says_how_to_go_on(much, tmp_path):
    """Exit code 130, a line, no traceback; what is done stays done."""
    out = tmp_path / "out"
    with process(much, "-o", out, "--workers", "2", "--shard-size", "9", start_new_session=True) as stopped:
        until_at_work(stopped, out)
        os.killpg(stopped.pid, signal.SIGINT)
        said, _ = stopped.communicate(timeout=60)
    assert (stopped.returncode, said) == (130, b"bizenv-extract: interrupted; --resume goes on\n")
    assert all(json.loads(line) for part in out.glob("part-*") for line in part.read_bytes().splitlines())


LIMITED = """
import resource, signal, sys
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000))
from bizenv_extract.cli import main
if __name__ == "__main__":
    main()
"""


@POSIX
@INLINE
def test_a_full_disk_ends_the_run_and_tears_nothing(folder, tmp_path):
    """A limit on the size of files stands for it: one line on stderr, and a resumed run does the rest."""
    (tmp_path / "limited.py").write_text(LIMITED, encoding="utf-8")
    out = tmp_path / "all.jsonl"
    command = [
        sys.executable,
        tmp_path / "limited.py",
        "batch",
        folder,
        "-o",
        out,
        "--shard-size",
        "3",
        "--workers",
        "1",
    ]
    full = subprocess.run(command, capture_output=True, check=False, timeout=300)
    assert (full.returncode, full.stderr.count(b"\n"), b"cannot write" in full.stderr, out.exists()) == (
        1,
        1,
        True,
        False,
    )
    run(folder, "-o", out, "--shard-size", 3, "--resume")
    run(folder, "-o", tmp_path / "whole.jsonl", "--shard-size", 3)
    assert out.read_bytes() == (tmp_path / "whole.jsonl").read_bytes()


# In large


@INLINE
def test_what_is_taken_ahead_does_not_grow():
    """However many documents there are, only a few are read before the first are written."""
    taken = []

    def endless():
        for number in range(2000):
            taken.append(number)
            yield of_text(str(number), "无")

    seen = []
    flow(endless(), Plan(Asked(), 2, 64), Tally(), lambda _data: seen.append(len(taken)))
    assert max(after - done * 32 for done, after in enumerate(seen)) <= (2 * pooling.AHEAD + 2) * 32 + 64


@INLINE
def test_shards_are_cut_by_number_and_size_alone(tmp_path):
    """A large document has a shard of its own; the notes hold hashes that agree with the files."""
    texts = [of_text("a", "无"), of_text("b", "无" * 900_000), of_text("c", "无")]
    with keeping(tmp_path / "out", resume=False) as keeper:
        fill(texts, Plan(Asked()), Tally(), keeper)
    notes = [json.loads(path.read_bytes()) for path in sorted((tmp_path / "out" / "_batch").glob("part-*"))]
    assert [(note["first"], note["last"]) for note in notes] == [("a", "a"), ("b", "b"), ("c", "c")]
    for note in notes:
        for name, file in note["files"].items():
            assert hashlib.sha256((tmp_path / "out" / name).read_bytes()).hexdigest() == file["sha256"]
