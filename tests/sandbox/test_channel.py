"""Messages over a socket: whole, in time, within the limit, or an error that says which."""

import socket
import struct
import threading
import time

import pytest

from autograde.sandbox.protocol.channel import Channel, ChannelError, Closed, TooLarge, TooSlow


@pytest.fixture
def ends():
    ours, theirs = socket.socketpair()
    with ours, theirs:
        yield ours, theirs


def soon(seconds=0.2):
    return time.monotonic() + seconds


@pytest.fixture
def alongside():
    """Runs a function in a thread that has ended before the test has."""
    threads = []

    def start(function, *args):
        threads.append(threading.Thread(target=function, args=args))
        threads[-1].start()

    yield start
    for thread in threads:
        thread.join(10)
        assert not thread.is_alive()


@pytest.mark.parametrize("message", [b"", b"x", bytes(range(256)) * 100], ids=len)
def test_a_message_arrives_whole(ends, message):
    ours, theirs = map(Channel, ends)
    ours.send(message, soon())
    assert theirs.receive(soon()) == message


def test_messages_keep_their_bounds(ends):
    ours, theirs = map(Channel, ends)
    for message in (b"one", b"", b"three"):
        ours.send(message, None)
    assert [theirs.receive(soon()) for _ in range(3)] == [b"one", b"", b"three"]


def test_a_message_longer_than_the_socket_holds_arrives_whole(ends, alongside):
    ours, theirs = map(Channel, ends)
    message = bytes(range(256)) * 2**15
    alongside(ours.send, message, soon(10))
    assert theirs.receive(soon(10)) == message


def test_a_message_longer_than_the_limit_is_not_sent(ends):
    ours, theirs = Channel(ends[0], 10), Channel(ends[1], 10)
    with pytest.raises(TooLarge):
        ours.send(b"x" * 11, soon())
    ours.send(b"x" * 10, soon())
    assert theirs.receive(soon()) == b"x" * 10


@pytest.mark.parametrize("claim", [11, 2**40, 2**64 - 1])
def test_a_message_longer_than_the_limit_is_refused_by_its_length_alone(ends, claim):
    ends[0].sendall(struct.pack("<Q", claim))
    with pytest.raises(TooLarge):
        Channel(ends[1], 10).receive(soon())


def test_after_a_refused_message_the_rest_is_not_taken_for_another(ends):
    inner = struct.pack("<Q", 2) + b"hi"
    ends[0].sendall(struct.pack("<Q", 12) + inner)
    channel = Channel(ends[1], 10)
    with pytest.raises(TooLarge):
        channel.receive(soon())
    with pytest.raises(Closed):
        channel.receive(soon())


def test_silence_ends_at_the_deadline(ends):
    with pytest.raises(TooSlow):
        Channel(ends[1]).receive(soon(0.05))


def test_a_deadline_that_has_passed_is_too_late(ends):
    ours, theirs = map(Channel, ends)
    ours.send(b"x", None)
    with pytest.raises(TooSlow):
        theirs.receive(time.monotonic() - 1)


def test_a_peer_that_drips_cannot_outlast_the_deadline(ends, alongside):
    done = threading.Event()

    def drip():
        for byte in struct.pack("<Q", 1000) + bytes(1000):
            if done.wait(0.02):
                return
            ends[0].send(bytes([byte]))

    alongside(drip)
    with pytest.raises(TooSlow):
        Channel(ends[1]).receive(soon(0.3))
    done.set()


def test_a_message_in_pieces_arrives_whole(ends, alongside):
    def drip():
        for byte in struct.pack("<Q", 5) + b"hello":
            ends[0].send(bytes([byte]))

    alongside(drip)
    assert Channel(ends[1]).receive(soon(5)) == b"hello"


def test_a_peer_that_does_not_read_ends_the_sending_at_the_deadline(ends):
    with pytest.raises(TooSlow):
        Channel(ends[0]).send(bytes(2**24), soon(0.1))


def test_a_peer_that_reads_slowly_cannot_outlast_the_deadline(ends, alongside):
    done = threading.Event()

    def sip():
        while not done.wait(0.01):
            ends[1].recv(5000)

    alongside(sip)
    with pytest.raises(TooSlow):
        Channel(ends[0]).send(bytes(2**25), soon(0.3))
    done.set()


def test_after_half_a_message_nothing_more_is_sent(ends):
    channel = Channel(ends[0])
    with pytest.raises(TooSlow):
        channel.send(bytes(2**24), soon(0.1))
    with pytest.raises(Closed):
        channel.send(b"x", soon())


@pytest.mark.parametrize("sent", [b"", b"1234", struct.pack("<Q", 9) + b"half"], ids=len)
def test_a_peer_that_hangs_up_is_told_apart_from_a_slow_one(ends, sent):
    ends[0].sendall(sent)
    ends[0].close()
    with pytest.raises(Closed):
        Channel(ends[1]).receive(soon(5))


def test_sending_to_a_peer_that_has_gone_raises_closed(ends):
    ends[1].close()
    with pytest.raises(Closed):
        Channel(ends[0]).send(bytes(2**20), soon(5))


def test_a_closed_channel_is_closed(ends):
    channel = Channel(ends[0])
    channel.close()
    channel.close()
    for use in (lambda: channel.receive(soon()), lambda: channel.send(b"x", soon())):
        with pytest.raises(Closed):
            use()


def test_all_its_errors_are_one_family():
    assert {Closed, TooSlow, TooLarge} <= set(ChannelError.__subclasses__())
