"""What every room uses: who may do what, asking the switchboard, the audit, errors, followers."""
