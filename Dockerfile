# syntax=docker/dockerfile:1
# Two stages: one installs what is locked, the other only runs it, as a user without rights, on a read-only root.

FROM python:3.12-slim AS build
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1 PYTHONDONTWRITEBYTECODE=1
WORKDIR /src
RUN python -m venv /venv
# Dependencies first: they change less often than the code, and so stay in the cache.
COPY requirements-run.lock ./
RUN /venv/bin/pip install --require-hashes -r requirements-run.lock
COPY pyproject.toml README.md LICENSE ./
COPY bot ./bot
COPY content ./content
RUN python -m venv /tools && /tools/bin/pip install hatchling \
    && /tools/bin/python -m hatchling build -t wheel -d /wheels \
    && /venv/bin/pip install --no-deps /wheels/*.whl \
    && /venv/bin/python -m compileall -q /venv/lib \
    && /venv/bin/mlops-bot say /help > /dev/null # the library is kept beside its files, so that a start need not check it

FROM python:3.12-slim
ENV PATH=/venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 \
    HTTP_HOST=0.0.0.0 HTTP_PORT=8080 LOG_FORMAT=json DATABASE_URL=sqlite:////data/bot.db
RUN groupadd --system --gid 10001 bot && useradd --system --uid 10001 --gid bot --no-create-home --home-dir /data bot \
    && install -d -o bot -g bot -m 0750 /data
COPY --from=build /venv /venv
USER 10001:10001
# Everything that lasts is in this volume; .env may lie there too, for this is where the bot starts.
WORKDIR /data
VOLUME /data
EXPOSE 8080
# Alive is enough: a platform that is down must not make the engine kill the bot, which reconnects by itself.
HEALTHCHECK --interval=30s --timeout=5s --start-period=20s --retries=3 \
    CMD ["python", "-c", "import os, urllib.request as r; r.urlopen(f\"http://127.0.0.1:{os.environ['HTTP_PORT']}/healthz\", timeout=4)"]
STOPSIGNAL SIGTERM
ENTRYPOINT ["mlops-bot"]
CMD ["run"]
