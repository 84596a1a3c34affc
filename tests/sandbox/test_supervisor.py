"""Whose memory is counted, and what of it: all that a process and its descendants take."""

import mmap
import os

import pytest

from autograde.sandbox.guest.supervisor import family, unfiled

SIZE = 2**26


def test_a_process_whose_name_is_no_text_is_counted(tmp_path, monkeypatch):
    for pid, parent in ((1, 0), (7, 1), (8, 7), (9, 0)):
        (tmp_path / str(pid)).mkdir()
        (tmp_path / str(pid) / "stat").write_bytes(b"%d (\xff) )\xfe) S %d 1" % (pid, parent))
    monkeypatch.chdir(tmp_path)
    assert family(1) == [1, 7, 8]


@pytest.mark.skipif(not os.path.exists("/proc/self/status"), reason="only Linux has /proc")
@pytest.mark.parametrize("flags", [mmap.MAP_SHARED, mmap.MAP_PRIVATE])
def test_memory_counts_when_it_is_touched_also_where_it_is_shared(monkeypatch, flags):
    monkeypatch.chdir("/proc")
    before = unfiled(os.getpid())
    with mmap.mmap(-1, SIZE, flags | mmap.MAP_ANONYMOUS) as memory:
        assert unfiled(os.getpid()) - before < SIZE / 2
        memory.write(bytes(SIZE))
        assert unfiled(os.getpid()) - before > SIZE / 2
    assert unfiled(0) == 0
