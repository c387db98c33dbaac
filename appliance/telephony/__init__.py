"""The only importer of pjsua2: SIP dialogs and their audio become events, commands become SIP."""
