"""`python -m appliance` is the command `sentralbord`."""

from __future__ import annotations

from appliance.commands import main

if __name__ == "__main__":
    main()
