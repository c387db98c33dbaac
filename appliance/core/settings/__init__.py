"""What the office has settled: clients, people, lines, loops, menus, hours, partners, trunks."""
