#!/usr/bin/env python3
"""Writes cronsim.tsv: cron expressions, and when the Python library cronsim says they are due next.

Run it by hand; the tests only read what it has written:

    python3 -m venv /tmp/cronsim && /tmp/cronsim/bin/pip install cronsim==2.8
    /tmp/cronsim/bin/python Tests/SchedulesTests/Vectors/make-cronsim.py

Lines are: expression, zone, where it is asked from, when it is due, and what we say, if that is something else. A look
at every minute of up to sixty days decides who is right; where the library is, the file is not written otherwise.
It is wrong for rhythms when a clock changes at midnight or by no whole hour: it steps by hours and days of the clock.
Asked during the second of two equal hours, it may answer with the first; it is asked on then.
"""
import datetime
import importlib.metadata
import pathlib
import random
import signal
import zoneinfo

import cronsim

UTC = datetime.timezone.utc
FROM, TO = 946684800, 1735689600  # 2000 to 2024: what zones did then does not change any more
ZONES = """Europe/Berlin America/New_York Australia/Lord_Howe Pacific/Apia Asia/Kathmandu America/Sao_Paulo
    America/Havana Africa/Cairo America/Caracas Antarctica/Troll Asia/Pyongyang Europe/London Pacific/Chatham""".split()
RANGES = [(0, 59), (0, 23), (1, 31), (1, 12), (0, 6)]
# Where it is wrong.
FAULTS = [
    ("*/26 7-19 * * *", "Australia/Lord_Howe", "2020-04-05T00:47:32+11:00"),
    ("* 3 * * *", "America/Caracas", "2007-12-08T10:12:38-04:00"),
    ("* 0 * * *", "Asia/Pyongyang", "2015-08-14T12:50:00+09:00"),
    ("*/16 3 * * *", "Pacific/Chatham", "2005-10-01T09:11:44+12:45"),
    ("*/8 1 * * 0", "America/Santiago", "2024-09-07T06:48:30-04:00"),
    ("* 0 */6 * *", "America/Sao_Paulo", "2003-10-17T23:09:59-03:00"),
]
chance = random.Random(25)


def field(number):
    low, high = RANGES[number]
    if chance.random() < (0.3 if number < 2 else 0.65):
        return chance.choice(["*", "*", f"*/{chance.randint(1, high // 2)}"])
    if number == 1 and chance.random() < 0.6:
        low, high = 0, 3
    entries = []
    for _ in range(chance.choice([1, 1, 2, 3])):
        first, last = sorted(chance.sample(range(low, high + 1), 2))
        entries.append(chance.choice([f"{first}", f"{first}", f"{first}-{last}", f"{first}-{last}/2"]))
    if number == 2 and chance.random() < 0.15:
        entries.append("L")
    if number == 4 and chance.random() < 0.2:
        entries.append(f"{chance.randint(0, 6)}#{chance.randint(1, 5)}")
    return ",".join(entries)


def local(instant, zone):
    return datetime.datetime.fromtimestamp(instant, UTC).astimezone(zone)


def start(zone):
    instant = chance.randint(FROM, TO)
    changes = [day for day in range(instant, min(instant + 31536000, TO), 43200)
               if local(day, zone).utcoffset() != local(day + 43200, zone).utcoffset()]
    if changes and chance.random() < 0.7:
        return chance.choice(changes) + chance.randint(-43200, 43200)
    return instant


def asked(expression, zone, instant):
    iterator = cronsim.CronSim(expression, local(instant, zone))
    signal.alarm(2)  # it can hang
    try:
        for tick in iterator:
            if tick.timestamp() > instant:
                return int(tick.timestamp())
    finally:
        signal.alarm(0)


def walked(expression, zone, instant):
    """As a daemon would: every minute, with a clock that is looked at."""
    it = cronsim.CronSim(expression, datetime.datetime(2000, 1, 1))
    parts = expression.split()
    is_rhythm = parts[0].startswith("*") or parts[1].startswith("*")

    def fits(reading):
        return (reading.minute in it.minutes and reading.hour in it.hours and reading.month in it.months
                and it.match_day(reading.date()))

    minute = instant // 60 * 60 - 2 * 86400
    reached = local(minute, zone).replace(tzinfo=None)
    while minute < instant + 60 * 86400:
        minute += 60
        reading = local(minute, zone).replace(tzinfo=None)
        due = is_rhythm and fits(reading)
        while reached < reading:
            reached += datetime.timedelta(minutes=1)
            due = due or not is_rhythm and fits(reached)
        if due and minute > instant:
            return minute


def main():
    signal.signal(signal.SIGALRM, lambda *_: (_ for _ in ()).throw(TimeoutError))
    written = []
    while len(written) < 280:
        if len(written) < len(FAULTS):
            expression, name, text = FAULTS[len(written)]
            zone, instant = zoneinfo.ZoneInfo(name), int(datetime.datetime.fromisoformat(text).timestamp())
        else:
            expression = " ".join(field(number) for number in range(5))
            name = chance.choice(ZONES)
            zone = zoneinfo.ZoneInfo(name)
            instant = start(zone)
        try:
            told = asked(expression, zone, instant)
        except (cronsim.CronSimError, TimeoutError):
            continue
        seen = walked(expression, zone, instant)
        if told is None or told > instant + 86400 * 60 and seen is None and chance.random() < 0.7:
            continue
        line = [expression, name, f"{instant}", f"{told}"]
        if seen is not None and seen != told:
            assert expression.split()[0].startswith("*") or expression.split()[1].startswith("*"), line
            line.append(f"{seen}")
        written.append("\t".join(line))
    head = f"# cronsim {importlib.metadata.version('cronsim')}; written by make-cronsim.py. Times are seconds from 1970.\n"
    pathlib.Path(__file__).with_name("cronsim.tsv").write_text(head + "\n".join(written) + "\n")


if __name__ == "__main__":
    main()
