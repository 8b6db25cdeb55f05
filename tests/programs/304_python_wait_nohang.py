"""communicate() reads while it waits, also from a child that is slow and says much."""

import subprocess
import sys

CHILD = "import time; time.sleep(1.5); print('x' * 1000000)"

child = subprocess.Popen([sys.executable, "-c", CHILD], stdout=subprocess.PIPE)
said, _ = child.communicate()  # NODEADLOCK
assert len(said) == 1000001
