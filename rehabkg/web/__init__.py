"""What every address needs: the release that is read, media types, languages, answers with their headers, refusals."""
