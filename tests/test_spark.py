"""Spark, on a session of its own: the rows equal those of a single process."""

import os
import shutil
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

import bizenv_extract
from bizenv_extract import MissingExtraError

JAVA = 17
SESSION = """
    import sys, warnings
    import pyarrow as pa
    from pyspark.sql import SparkSession
    from bizenv_extract import arrow, spark

    KINDS = ("outcomes", "rankings", "time_limits", "measures", "reports", "documents")
    TEXT = "濮阳市实有市场主体{}万户，同比增长8.9%，居全省第{}位。企业开办由4天压缩为24小时。出台《优化营商环境条例》。"
    texts = {f"d{n:02}": TEXT.format(n + 1, n % 9 + 1) for n in range(20)} | {"none": None, "odd": ""}
    settings = {
        "spark.driver.extraJavaOptions": "-XX:+UseSerialGC -XX:TieredStopAtLevel=1",
        "spark.ui.enabled": "false",
        "spark.sql.shuffle.partitions": "2",
        "spark.driver.host": "127.0.0.1",
        "spark.driver.bindAddress": "127.0.0.1",
    }
    session = SparkSession.builder.master("local[2]").config(map=settings).getOrCreate()
    frame = session.createDataFrame(list(texts.items()), "`the id` string, text string").repartition(3)
    source = pa.record_batch({"id": list(texts), "text": list(texts.values())})

    def plain(value):
        if hasattr(value, "asDict"):
            value = value.asDict()
        if isinstance(value, dict):
            return {name: plain(inner) for name, inner in value.items()}
        return [plain(inner) for inner in value] if isinstance(value, list) else value

    def order(row):
        return row["document"], (row.get("anchor") or {"start": 0})["start"], str(row.get("id"))

    for kind in KINDS:
        found = [plain(row) for row in spark.extract(frame, kind=kind, id_col="the id").collect()]
        wanted = pa.Table.from_batches(arrow.extract_batches([source], kind=kind), arrow.schema(kind)).to_pylist()
        if sorted(found, key=order) != sorted(wanted, key=order) or not wanted:
            sys.exit(f"{kind}: the rows differ")
    print("equal")
"""


def missing():
    """Say what a session needs and is not there."""
    try:
        import pyspark  # noqa: F401, PLC0415 - asked for when the test is
    except ImportError:
        return "pyspark is not installed"
    try:
        import pandas  # noqa: F401, ICN001, PLC0415 - mapInArrow refuses to start without it
    except ImportError:
        return "pandas is not installed"
    java = shutil.which("java")
    if java is None:
        return "java is not installed"
    said = subprocess.run([java, "-version"], capture_output=True, check=False, timeout=60).stderr.decode()
    version = said.partition('"')[2].partition(".")[0]
    return "" if version.isdigit() and int(version) >= JAVA else f"java is older than {JAVA}: {said.splitlines()[:1]}"


def test_rows_equal_those_of_one_process(tmp_path):
    """Every kind, through two tasks at a time, with a document that fails; columns with odd names too."""
    if why := missing():
        pytest.skip(why)
    (tmp_path / "session.py").write_text(textwrap.dedent(SESSION), encoding="utf-8")
    # In a process of its own, so that no JVM and no warning of Spark's stays in this one.
    python = dict.fromkeys(("PYSPARK_PYTHON", "PYSPARK_DRIVER_PYTHON"), sys.executable)
    environment = os.environ | python | {"PYTHONPATH": str(Path(bizenv_extract.__file__).parent.parent)}
    command = [sys.executable, tmp_path / "session.py"]
    done = subprocess.run(command, capture_output=True, check=False, timeout=600, cwd=tmp_path, env=environment)
    assert (done.returncode, done.stdout.decode().strip()) == (0, "equal"), done.stderr.decode()[-3000:]


def test_the_extra_is_named_where_it_is_missing(monkeypatch):
    """Without pyspark, the error says what to install."""
    spark = pytest.importorskip("bizenv_extract.spark")
    pytest.importorskip("pyarrow")
    monkeypatch.setitem(sys.modules, "pyspark", None)
    with pytest.raises(MissingExtraError, match=r"bizenv-extract\[spark\]"):
        spark.extract(None)
