"""The command line: what comes out where, with which exit code, and what is said of what fails."""

import json
import os
import pathlib
import subprocess
import sys

import orjson
import pytest
from click.testing import CliRunner

from bizenv_extract import __main__, _version, cli, publishing
from bizenv_extract.schema import Report

TEXT = "濮阳市优化营商环境。企业开办由4个工作日压缩为24小时以内。"
POSIX = pytest.mark.skipif(os.name != "posix", reason="special files and locales")


def run(*args, stdin=None):
    """Run the command line within this process."""
    return CliRunner().invoke(cli.main, [str(arg) for arg in args], input=stdin, catch_exceptions=False)


def process(*args, **options):
    """Run it as `python -m bizenv_extract` in a process of its own."""
    command = [sys.executable, "-m", "bizenv_extract", *map(str, args)]
    return subprocess.run(command, check=False, timeout=120, **{"stderr": subprocess.PIPE, **options})


@pytest.fixture
def report(tmp_path):
    """Write a file with a text of one time limit."""
    path = tmp_path / "report.txt"
    path.write_bytes(TEXT.encode())
    return path


@pytest.fixture
def other(tmp_path):
    """Write another one, in GB18030, in another folder."""
    path = tmp_path / "more" / "other.txt"
    path.parent.mkdir()
    path.write_bytes(TEXT.encode("gb18030"))
    return path


def files(folder):
    """Give the names of a folder, hidden ones too."""
    return sorted(path.name for path in folder.iterdir())


def test_a_text_gives_one_line_of_json(report):
    """A report that loads back, on standard output, and nothing on stderr."""
    result = run("extract", report)
    found = Report.model_validate_json(result.stdout)
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout_bytes == found.to_json() + b"\n"
    assert (found.source.uri, found.text) == (report.as_posix(), None)
    assert [str(limit.after.value) for limit in found.time_limits if limit.after] == ["24"]


def test_several_texts_give_several_lines(report, other):
    """In the order of the call; json and jsonl are the same on standard output."""
    result = run("extract", other, report)
    assert [json.loads(line)["source"]["encoding"] for line in result.stdout.splitlines()] == ["gb18030", "utf-8"]
    assert run("extract", other, report, "--format", "jsonl").stdout_bytes == result.stdout_bytes


def test_the_text_is_put_in_on_demand(report):
    """`--text` carries the text; the spans can be checked without the file."""
    assert json.loads(run("extract", report, "--text").stdout)["text"] == TEXT


def test_the_encoding_can_be_named(tmp_path):
    """Big5 is read only by name."""
    path = tmp_path / "big5.txt"
    path.write_bytes("臺北市優化營商環境，企業開辦由4個工作日壓縮為24小時。".encode("big5"))
    assert run("extract", path).exit_code == 1
    assert json.loads(run("extract", path, "--encoding", "Big5").stdout)["source"]["encoding"] == "big5"


def test_day_and_place_can_be_given(report):
    """What a text does not say, its reader may know."""
    metadata = json.loads(run("extract", report, "--published", "2020-01-15", "--place", "濮阳市").stdout)["metadata"]
    assert (metadata["published"], metadata["place"]["name"]) == ("2020-01-15", "濮阳市")


def test_standard_input_is_a_text():
    """The path - has no uri."""
    found = Report.model_validate_json(run("extract", "-", stdin=TEXT.encode("gbk")).stdout)
    assert (found.source.uri, found.source.encoding, found.source.length) == (None, "gb18030", len(TEXT))


def test_standard_input_can_be_read_once(report):
    """The second - fails, what stands around it comes out."""
    result = run("extract", "-", "-", report, stdin=TEXT.encode())
    assert (result.exit_code, result.stdout.count("\n")) == (1, 2)
    assert result.stderr == "bizenv-extract: -: standard input can be read only once\n"


def test_an_empty_text_gives_a_report(tmp_path):
    """No records is no failure."""
    (tmp_path / "empty.txt").touch()
    result = run("extract", tmp_path / "empty.txt")
    assert (result.exit_code, json.loads(result.stdout)["time_limits"]) == (0, [])


def test_files_go_into_a_folder(report, other, tmp_path):
    """One NAME.json for each NAME.ext, the folder made where there is none, the bytes those of standard output."""
    result = run("extract", report, other, "-", "-o", tmp_path / "a" / "out", stdin=TEXT.encode())
    assert (result.exit_code, result.output) == (0, "")
    assert files(tmp_path / "a" / "out") == ["other.json", "report.json", "stdin.json"]
    assert (tmp_path / "a" / "out" / "report.json").read_bytes() == run("extract", report).stdout_bytes


def test_jsonl_goes_into_one_file(report, other, tmp_path):
    """All reports line by line, and those that fail left out."""
    result = run("extract", report, tmp_path / "none", other, "-o", tmp_path / "out", "--format", "jsonl")
    assert (result.exit_code, files(tmp_path / "out")) == (1, ["reports.jsonl"])
    assert (tmp_path / "out" / "reports.jsonl").read_bytes() == run("extract", report, other).stdout_bytes


def test_a_file_is_replaced_as_a_whole(report, tmp_path):
    """A second run takes the place of the first, with the permissions any new file has."""
    target = tmp_path / "out" / "report.json"
    target.parent.mkdir()
    target.write_bytes(b"old")
    assert run("extract", report, "-o", target.parent).exit_code == 0
    plain = tmp_path / "plain"
    plain.touch()
    assert files(target.parent) == ["report.json"]
    assert target.read_bytes().startswith(b'{"schema_version"')
    assert target.stat().st_mode == plain.stat().st_mode


@pytest.mark.parametrize("step", ["fsync", "replace"])
@pytest.mark.parametrize("form", ["json", "jsonl"])
def test_a_write_that_fails_leaves_the_old_file(report, tmp_path, monkeypatch, step, form):
    """No half file, no temporary file, one line that names the target; until the last step the old one stands."""

    def fail(*_args):
        raise OSError(28, "No space left on device")

    target = tmp_path / {"json": "report.json", "jsonl": "reports.jsonl"}[form]
    target.write_bytes(b"old")
    monkeypatch.setattr(*((os, step) if step == "fsync" else (pathlib.Path, step)), fail)
    result = run("extract", report, "-o", tmp_path, "--format", form)
    assert result.exit_code == 1
    assert result.stderr.endswith(f"cannot write {target}: No space left on device\n")
    assert result.stderr.count("\n") == 1
    assert (target.read_bytes(), files(tmp_path)) == (b"old", sorted([report.name, target.name]))


def test_a_folder_in_the_way_is_an_error(report, other, tmp_path):
    """The target cannot be replaced: that input fails, the others come out."""
    (tmp_path / "out" / "report.json").mkdir(parents=True)
    result = run("extract", report, other, "-o", tmp_path / "out")
    assert (result.exit_code, files(tmp_path / "out")) == (1, ["other.json", "report.json"])
    assert result.stderr.startswith(f"bizenv-extract: {report}: cannot write")


def test_two_texts_of_one_name_do_not_overwrite(report, tmp_path):
    """The second is refused and says by whom its place is taken."""
    twin = tmp_path / "report.md"
    twin.write_bytes("别的。".encode())
    result = run("extract", report, twin, report, "-o", tmp_path / "out")
    target = tmp_path / "out" / "report.json"
    assert result.exit_code == 1
    assert result.stderr.splitlines() == [
        f"bizenv-extract: {path}: {target} comes from {report} already" for path in (twin, report)
    ]
    assert json.loads(target.read_bytes())["source"]["uri"] == report.as_posix()


def test_an_input_is_not_overwritten(report, tmp_path):
    """Neither by its own report nor by that of another."""
    taken = tmp_path / "a.json"
    taken.write_bytes(TEXT.encode())
    result = run("extract", report, taken, "-o", tmp_path)
    assert (result.exit_code, taken.read_bytes()) == (1, TEXT.encode())
    assert f"would overwrite {taken}, which is an input" in result.stderr
    lines = tmp_path / "reports.jsonl"
    lines.write_bytes(TEXT.encode())
    result = run("extract", lines, "-o", tmp_path, "--format", "jsonl")
    assert (result.exit_code, lines.read_bytes()) == (2, TEXT.encode())


def bad_inputs(folder):
    """Make inputs that cannot be read, each with a word of the complaint."""
    made = {
        "junk": (bytes(range(256)) * 9, "binary data"),
        "cut": (TEXT.encode()[:-1], "damaged or mixed"),
        "pdf": (b"%PDF-1.7\n", "a PDF file"),
        "latin": (b"d\xe9j\xe0 vu", "neither UTF-8"),
    }
    for name, (data, _) in made.items():
        (folder / name).write_bytes(data)
    words = {folder / name: word for name, (_, word) in made.items()}
    return words | {folder / "missing": "no such file", folder: "a folder"}


def test_bad_inputs_do_not_stop_the_good_ones(report, other, tmp_path):
    """One line on stderr for each that fails, naming it once; all others come out; exit code 1."""
    bad = bad_inputs(tmp_path)
    result = run("extract", report, *bad, other)
    lines = result.stderr.splitlines()
    assert (result.exit_code, result.stdout_bytes) == (1, run("extract", report, other).stdout_bytes)
    assert len(lines) == len(bad)
    for line, (path, word) in zip(lines, bad.items(), strict=True):
        assert line.startswith(f"bizenv-extract: {path}: ")
        assert line.count(str(tmp_path)) == 1
        assert word in line


@pytest.mark.parametrize("command", ["extract", "explain", "validate"])
def test_bad_inputs_fail_in_each_command(command, tmp_path):
    """No command gives a traceback or output for them."""
    for path in bad_inputs(tmp_path):
        result = run(command, path)
        assert (result.exit_code, result.stdout, result.stderr.count("\n")) == (1, "", 1)


@POSIX
def test_pipes_and_devices_fail_at_once(tmp_path):
    """A pipe that nobody writes to does not block the run."""
    os.mkfifo(tmp_path / "pipe")
    result = run("extract", tmp_path / "pipe", "/dev/zero")
    assert (result.exit_code, result.stderr.count("not a regular file")) == (1, 2)


@POSIX
def test_odd_names_stay_one_line(tmp_path):
    """Line breaks, escapes and bytes that are no UTF-8 are shown, not sent to the terminal; the JSON is UTF-8."""
    odd = tmp_path / os.fsdecode(b"a\n\x1b[31m\xff.txt")
    result = run("extract", odd)
    assert result.stderr == f"bizenv-extract: {tmp_path}/a\\n\\x1b[31m\\udcff.txt: no such file\n"
    odd.write_bytes(TEXT.encode())
    result = run("extract", odd)
    assert (result.exit_code, json.loads(result.stdout_bytes)["source"]["uri"][-5:]) == (0, "f.txt")


@pytest.mark.parametrize(
    "args",
    [
        ["extract"],
        ["extract", "x", "--format", "xml"],
        ["extract", "x", "--encoding", "klingon"],
        ["extract", "x", "--published", "2020-13-01"],
        ["extract", "x", "--published", "yesterday"],
        ["extract", "x", "--nonsense"],
        ["extract", "x", "-o", __file__],
        ["extract", "x", "-o", f"{__file__}/below"],
        ["explain"],
        ["explain", "x", "y"],
        ["validate"],
        ["schema", "x"],
        ["evaluate"],
        ["evaluate", "--pred", "nowhere", "--gold", ".", "--corpus", "."],
        ["evaluate", "--pred", ".", "--gold", ".", "--corpus", ".", "--json", "--errors"],
        ["nonsense"],
    ],
)
def test_wrong_calls_exit_with_2(args):
    """The usage on stderr, nothing on stdout."""
    result = run(*args)
    assert (result.exit_code, result.stdout) == (2, "")
    assert "Usage:" in result.stderr


def test_version_and_help():
    """The version of the package; each command has a help text."""
    assert run("--version").stdout == f"bizenv-extract, version {_version.__version__}\n"
    for command in ([], ["extract"], ["schema"], ["validate"], ["explain"], ["evaluate"]):
        result = run(*command, "-h")
        assert (result.exit_code, result.stdout.isascii()) == (0, True)


def test_the_module_is_the_command():
    """`python -m bizenv_extract` runs the same, under the same name."""
    assert __main__.main is cli.main
    assert process("--version", stdout=subprocess.PIPE).stdout.startswith(b"bizenv-extract, version")


def test_schema_prints_the_published_schema():
    """The bytes of the file in `schemas/`."""
    assert run("schema").stdout_bytes == publishing.canonical(publishing.json_schema())


def test_validate_says_one_line_for_each_file(report, tmp_path):
    """With or without the text; from standard input too."""
    for name, options in (("plain", []), ("text", ["--text"])):
        (tmp_path / name).write_bytes(run("extract", report, *options).stdout_bytes)
    result = run("validate", tmp_path / "plain", tmp_path / "text", "-", stdin=(tmp_path / "plain").read_bytes())
    assert result.exit_code == 0
    assert result.stdout.splitlines() == [f"{path}: valid" for path in (tmp_path / "plain", tmp_path / "text", "-")]


def span_moved(report):
    """Let an anchor point beside its words."""
    report["time_limits"][0]["anchor"]["start"] += 1
    report["time_limits"][0]["anchor"]["end"] += 1


def span_cut(report):
    """Let an anchor be longer than its words; no text tells."""
    report["text"] = None
    report["time_limits"][0]["anchor"]["end"] += 1


def span_outside(report):
    """Let a field end behind the text."""
    report["text"] = None
    report["time_limits"][0]["spans"]["after"] = [0, len(TEXT) + 1]


def text_longer(report):
    """Add to the text."""
    report["text"] += "。"


def number_as_string(report):
    """Write a number as a string."""
    report["source"]["length"] = "30"


def field_unknown(report):
    """Add a field."""
    report["extra"] = 1


def field_missing(report):
    """Take a field away."""
    del report["source"]


@pytest.mark.parametrize(
    ("damage", "words"),
    [
        (span_moved, "does not quote the text"),
        (span_cut, "does not quote the text"),
        (span_outside, "of after lies outside the text"),
        (text_longer, "the text has"),
        (number_as_string, "source.length: "),
        (field_unknown, "extra: "),
        (field_missing, "source: Field required"),
    ],
)
def test_validate_finds_faults(report, tmp_path, damage, words):
    """Form and spans: one line that says where, exit code 1, the other files checked all the same."""
    good = run("extract", report, "--text").stdout_bytes
    (tmp_path / "good.json").write_bytes(good)
    broken = orjson.loads(good)
    damage(broken)
    (tmp_path / "bad.json").write_bytes(orjson.dumps(broken))
    result = run("validate", tmp_path / "bad.json", tmp_path / "good.json")
    assert (result.exit_code, result.stdout) == (1, f"{tmp_path / 'good.json'}: valid\n")
    assert result.stderr.startswith(f"bizenv-extract: {tmp_path / 'bad.json'}: not valid: ")
    assert words in result.stderr
    assert result.stderr.count("\n") == 1


@pytest.mark.parametrize("data", [b"", b"{", b"[" * 100_000, b"null", b'"\\ud800"', b'{"text":"\\ud800"}'])
def test_validate_survives_what_is_no_report(tmp_path, data):
    """Empty, cut, deep, surrogates: not valid."""
    (tmp_path / "x.json").write_bytes(data)
    result = run("validate", tmp_path / "x.json")
    assert (result.exit_code, result.stderr.count("\n")) == (1, 1)
    assert ": not valid: " in result.stderr


def test_explain_tells_what_was_read(report):
    """Lines of text about the sentences; the same for standard input."""
    result = run("explain", report)
    assert (result.exit_code, result.stderr) == (0, "")
    assert "24小时" in result.stdout
    assert run("explain", "-", stdin=TEXT.encode()).stdout_bytes == result.stdout_bytes


@pytest.fixture
def run_of_reports(report, tmp_path):
    """Make reports, gold and texts, and give the options that name them."""
    gold = tmp_path / "gold"
    gold.mkdir()
    limit = {"type": "time_limit", "at": "24小时", "nth": 1, "service": ["企业开办"], "bound": "at_most"}
    limit |= {"status": "achieved", "statistic": "limit", "reduction": None, "immediacy": None}
    limit |= {"before": {"value": "4", "unit": "workday"}, "after": {"value": "24", "unit": "hour"}}
    document = {"doc": report.name, "metadata": {}, "types": ["time_limit"], "records": [limit], "ignored": []}
    (gold / "report.gold.json").write_bytes(orjson.dumps(document))
    run("extract", report, "-o", tmp_path / "pred")
    return ["--pred", tmp_path / "pred", "--gold", gold, "--corpus", tmp_path]


def test_evaluate_prints_figures(run_of_reports):
    """As a table, or as JSON and nothing else."""
    result = run("evaluate", *run_of_reports)
    assert (result.exit_code, result.stderr) == (0, "")
    assert "time_limit gold    1  found P 1.000 R 1.000 F1 1.000" in result.stdout
    assert json.loads(run("evaluate", *run_of_reports, "--json").stdout)["time_limit"]["gold"] == 1


def test_evaluate_lists_errors_and_compares(run_of_reports, tmp_path):
    """`--errors` tells each, `--against` what was gained."""
    (tmp_path / "none").mkdir()
    result = run("evaluate", "--pred", tmp_path / "none", *run_of_reports[2:], "--errors")
    assert "missed" in result.stdout
    result = run("evaluate", *run_of_reports, "--against", tmp_path / "none")
    assert "found F1 0.000 → 1.000" in result.stdout


def test_evaluate_says_what_is_wrong_with_its_folders(run_of_reports, tmp_path):
    """No gold, or a report that is none: one line, exit code 1."""
    _, pred, _, gold, *corpus = run_of_reports
    (gold / "report.json").write_bytes(b"{}")
    for folders in ((pred, tmp_path), (gold, gold)):
        result = run("evaluate", "--pred", folders[0], "--gold", folders[1], *corpus)
        assert (result.exit_code, result.stdout, result.stderr.count("\n")) == (1, "", 1)
        assert result.stderr.startswith("bizenv-extract: ")


@POSIX
def test_the_locale_changes_nothing(report, tmp_path):
    """An ASCII terminal gets the bytes of a UTF-8 one, and Chinese names in complaints."""
    named = tmp_path / "濮阳报告.txt"
    named.write_bytes(TEXT.encode())
    args = ("extract", named, report, tmp_path / "没有.txt")
    wide = process(*args, stdout=subprocess.PIPE, env=os.environ | {"PYTHONUTF8": "1"})
    ascii_only = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0", "PYTHONIOENCODING": "ascii"}
    for extra in (ascii_only, {"LC_ALL": "C"}, {"LC_ALL": "POSIX", "PYTHONIOENCODING": "latin-1:strict"}):
        narrow = process(*args, stdout=subprocess.PIPE, env=os.environ | extra)
        assert (narrow.returncode, narrow.stdout) == (1, wide.stdout)
        assert b"no such file\n" in narrow.stderr
        assert narrow.stderr.count(b"\n") == 1
        explained = process("explain", named, stdout=subprocess.PIPE, env=os.environ | extra)
        assert (explained.returncode, "24小时" in explained.stdout.decode()) == (0, True)
    assert "没有.txt: no such file" in wide.stderr.decode()
    assert json.loads(wide.stdout.splitlines()[0])["source"]["uri"].endswith("/濮阳报告.txt")


@POSIX
@pytest.mark.parametrize("command", ["extract", "explain"])
def test_a_broken_pipe_ends_the_run_silently(report, command):
    """`| head` is no reason for a traceback."""
    reading, writing = os.pipe()
    os.close(reading)
    with os.fdopen(writing, "wb") as stdout:
        result = process(command, report, stdout=stdout)
    assert (result.returncode, result.stderr) == (1, b"")


@POSIX
def test_a_pipe_that_breaks_later_ends_the_run_silently(report):
    """The reader goes away in the middle of much output."""
    command = [sys.executable, "-m", "bizenv_extract", "extract", "--text", *[str(report)] * 2000]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as running:
        assert running.stdout is not None
        assert running.stderr is not None
        running.stdout.readline()
        running.stdout.close()
        assert running.stderr.read() == b""
    assert running.returncode == 1


@POSIX
@pytest.mark.skipif(not pathlib.Path("/dev/full").exists(), reason="no /dev/full")
def test_a_full_disk_is_one_line(report):
    """What cannot be written ends the run."""
    with pathlib.Path("/dev/full").open("wb") as stdout:
        result = process("extract", report, stdout=stdout)
    assert result.returncode == 1
    assert result.stderr == b"bizenv-extract: cannot write to standard output: No space left on device\n"


@POSIX
def test_closed_streams_are_no_traceback(report):
    """Standard input closed: that input fails."""
    line = f'"{sys.executable}" -m bizenv_extract extract - "{report}" <&-'
    result = subprocess.run(["/bin/sh", "-c", line], capture_output=True, check=False)
    assert (result.returncode, result.stdout.count(b"\n")) == (1, 1)
    assert result.stderr.startswith(b"bizenv-extract: -: standard input")
    assert result.stderr.count(b"\n") == 1
