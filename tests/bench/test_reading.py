"""The speed of reading is that of real workers on real texts."""

from bench.reading import measure, texts, work


def test_workers_read_whole_documents_at_once() -> None:
    """Two processes are started, both read sentences, and their memory is added up."""
    assert len(texts()) > 5
    found = measure(2, 0.5)
    assert found.sentences_per_second > 1
    assert found.peak_mib > 100
    assert 0 < found.start_seconds < 60


def test_a_start_reads_nothing() -> None:
    """With no seconds to read in, only the start is timed."""
    only = work(0)
    assert (only.sentences, only.start_seconds > 0) == (0, True)
