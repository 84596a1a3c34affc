"""Whose memory is counted: a process and all of its descendants, whatever they call themselves."""

from autograde.sandbox.guest.supervisor import family


def test_a_process_whose_name_is_no_text_is_counted(tmp_path, monkeypatch):
    for pid, parent in ((1, 0), (7, 1), (8, 7), (9, 0)):
        (tmp_path / str(pid)).mkdir()
        (tmp_path / str(pid) / "stat").write_bytes(b"%d (\xff) )\xfe) S %d 1" % (pid, parent))
    monkeypatch.chdir(tmp_path)
    assert family(1) == [1, 7, 8]
