"""What a release holds, told to machines: VoID, DCAT, the service description, sitemap and robots.txt."""
