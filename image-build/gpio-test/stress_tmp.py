import queue, time, sys, threading
sys.path.insert(0, "image-build/gpio-test")
import test_gpio as t
from test_gpio import drive
import lgpio
from hardware.dtmf import *
from hardware.panel import *
from hardware.pins import open_lgpio

def test_stress():
    bad = 0
    for n in range(12):
        inbox = queue.Queue()
        t.test_a_chip_that_goes_away_is_told_and_found_when_it_is_back(inbox)
        q = queue.Queue()
        drive(12, False)
        d = Decoder(DecoderPins((16,17,18,19),12), q.put)
        time.sleep(0.3)
        got = []
        for k in range(4):
            drive(12, True)
            try:
                got.append(q.get(timeout=0.5).digit)
            except queue.Empty:
                got.append("")
            drive(12, False); time.sleep(0.05)
        if "" in got:
            bad += 1
            print(n, got, lgpio._notify_thread.is_alive(), [(c.chip,c.gpio,c.edge) for c in lgpio._notify_thread.callbacks])
            import os
            print([os.readlink(f"/proc/self/fd/{f}") for f in os.listdir("/proc/self/fd") if os.path.exists(f"/proc/self/fd/{f}") or True][:0])
            for f in os.listdir("/proc/self/fd"):
                try: print(f, os.readlink(f"/proc/self/fd/{f}"), end="; ")
                except OSError: pass
            print(os.popen("cat /proc/self/task/*/comm 2>/dev/null; ls /dev/gpiochip*").read())
        d.close()
    print("bad", bad)
    assert 0
