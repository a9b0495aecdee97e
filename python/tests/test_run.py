"""The module, the program and a server together."""

import signal
import subprocess
import sys

import pytest

import beamcrop


def test_run_and_load(pictures, tmp_path, capfd):
    table = pictures.table(tmp_path / "a,b.parquet", 40)
    summary = beamcrop.run(input=table, output=tmp_path / "out", sample=40, seed=7, resize="16x16", allow_private=True)
    assert (summary.rows, summary.written, summary.failed, summary.reasons) == (40, 39, 1, {"invalid_row": 1})
    assert (summary.exit_code, summary.message) == (0, "")
    assert summary.details["sampled"] == summary.sampled == 40
    assert "39 of 40 rows written (97.5%) in 1 shard: " in str(summary) and "1 failed: invalid_row" in str(summary)
    rows = beamcrop.load(summary)
    assert len(rows) == 39 and rows[3]["caption"] == "picture 3" and rows[3]["width"] == 16
    said = capfd.readouterr()
    assert said.out == "" and 0 <= said.err.find("a,b.parquet") < said.err.find("40/40")


def test_shows_nothing_if_asked(pictures, tmp_path, capfd):
    table = pictures.table(tmp_path / "in.parquet", 5)
    beamcrop.run(input=[table, str(table)], output=tmp_path / "out", allow_private=True, progress=False)
    assert capfd.readouterr() == ("", "")


def test_mistakes_are_usage_errors(tmp_path):
    with pytest.raises(beamcrop.UsageError, match=r"^.*nowhere\.parquet") as mistake:
        beamcrop.run(input=tmp_path / "nowhere.parquet", output=tmp_path / "out")
    assert mistake.value.exit_code == 2 and "\n" not in str(mistake.value) and not str(mistake.value).startswith("beamcrop:")
    with pytest.raises(beamcrop.UsageError, match="--colour is not a flag"):
        beamcrop.run(input="x", output="y", colour="red")
    for flag in ("dry_run", "progress_of"):
        with pytest.raises(TypeError, match="--" + flag):
            beamcrop.run(input="x", output="y", **{flag: True})
    with pytest.raises(TypeError, match="sample cannot be a object"):
        beamcrop.run(input="x", output="y", sample=object())


def test_too_few_rows_is_a_warning(pictures, tmp_path):
    table = pictures.table(tmp_path / "in.parquet", 5)
    with pytest.warns(UserWarning, match="--min_success"):
        summary = beamcrop.run(input=table, output=tmp_path / "out", min_success=1, allow_private=True)
    assert summary.exit_code == 3 and summary.written == 4 and "--min_success" in summary.message


def test_a_failed_job_is_a_job_error(pictures, tmp_path):
    table = pictures.table(tmp_path / "in.parquet", 5)
    out = tmp_path / "out"
    beamcrop.run(input=table, output=out, allow_private=True)
    summary = out / "summary.json"
    summary.unlink()
    summary.mkdir()  # where the job's last file belongs
    (summary / "mine").touch()
    with pytest.raises(beamcrop.JobError, match=r"summary\.json") as failure:
        beamcrop.run(input=table, output=out, allow_private=True)
    assert failure.value.exit_code == 1


SCRIPT = """
import sys, beamcrop
try:
    beamcrop.run(input=sys.argv[1], output=sys.argv[2], shard_rows=10, concurrency=8, allow_private=True)
except KeyboardInterrupt:
    print("interrupted")
"""


@pytest.mark.skipif(sys.platform == "win32", reason="an interrupt to another process is a console's matter there")
def test_interrupt_stops_and_the_same_call_resumes(pictures, tmp_path):
    table = pictures.table(tmp_path / "in.parquet", 60)
    out = tmp_path / "out"
    pictures.holds_from = 50
    script = subprocess.Popen([sys.executable, "-c", SCRIPT, table, out], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    assert pictures.holding.wait(60)
    while len(list(out.glob("data/part-*"))) < 5:  # the shards of what is not held
        assert script.poll() is None
    script.send_signal(signal.SIGINT)  # as a kernel is interrupted: the program is not told by anyone else
    stdout, stderr = script.communicate(timeout=60)
    assert stdout == "interrupted\n" and "run the same command again" in stderr
    pictures.release.set()
    pictures.holds_from = 1 << 30
    before = len(pictures.asked)
    summary = beamcrop.run(input=table, output=out, shard_rows=10, concurrency=8, allow_private=True)
    assert summary.written == 59 and len(pictures.asked) - before == 9
