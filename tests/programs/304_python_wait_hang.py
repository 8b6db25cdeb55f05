# OPTIONS: processes=2
"""The parent waits for the end of a child whose output nobody reads."""

import subprocess
import sys

child = subprocess.Popen([sys.executable, "-c", "print('x' * 1000000)"], stdout=subprocess.PIPE)
child.wait()  # HANG(GD203)
print(len(child.stdout.read()))

