# Two images out of one file: `server` (the product, no torch, no compiler) and `ui` (the chat page: no model, no data).
#
#   docker build --target server -t onprem-assistant-server:0.1.0 .
#   docker build --target ui     -t onprem-assistant-ui:0.1.0 .
#
# Both run as uid 10001 on a read-only root file system, with a tmpfs on /tmp as their only other place to write.
# To pin the base to the byte: --build-arg PYTHON=python:3.12-slim-bookworm@sha256:...
ARG PYTHON=python:3.12-slim-bookworm

# ---------------------------------------------------------------------------------------------------------------
FROM ${PYTHON} AS base
# No home folder, no byte code beside the modules, no proxy that an image's user did not ask for.
ENV PATH=/opt/venv/bin:$PATH \
    HOME=/tmp \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1
RUN groupadd --gid 10001 assistant \
 && useradd --uid 10001 --gid 10001 --no-create-home --home-dir /tmp --shell /usr/sbin/nologin assistant
WORKDIR /app

# ---------------------------------------------------------------------------------------------------------------
FROM base AS build
RUN python -m venv /opt/venv
ENV PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1
WORKDIR /src
COPY pyproject.toml constraints.txt ./
# Wheels only: a dependency without one for this platform fails here, loudly, instead of asking for a compiler.
ENV PIP_ONLY_BINARY=:all:

# ---------------------------------------------------------------------------------------------------------------
FROM build AS build-server
# The dependencies first, from pyproject.toml alone, so that a change of the code does not fetch them again.
RUN python -c "import tomllib; print(*tomllib.load(open('pyproject.toml', 'rb'))['project']['dependencies'], sep='\n')" \
      > /tmp/requirements.txt \
 && pip install --constraint constraints.txt --requirement /tmp/requirements.txt "setuptools>=77"
COPY README.md LICENSE NOTICE ./
COPY policies policies
COPY ingest ingest
COPY assistant assistant
COPY ui ui
# The page's package is installed with the rest but not its libraries; it does nothing here.
RUN pip install --no-deps --no-build-isolation . \
 && pip uninstall --yes setuptools pip \
 && python -m compileall -q /opt/venv/lib

# ---------------------------------------------------------------------------------------------------------------
FROM build AS build-ui
RUN python -c "import tomllib; print(*tomllib.load(open('pyproject.toml', 'rb'))['project']['optional-dependencies']['ui'], sep='\n')" \
      > /tmp/requirements.txt \
 && pip install --constraint constraints.txt --requirement /tmp/requirements.txt \
 && pip uninstall --yes pip \
 && python -m compileall -q /opt/venv/lib

# ---------------------------------------------------------------------------------------------------------------
FROM base AS server
COPY --from=build-server /opt/venv /opt/venv
# A fresh named volume takes owner and mode from here: only this user enters either folder.
RUN install -d -o 10001 -g 10001 -m 0700 /data /keys
ENV ASSISTANT_HOME=/data \
    ASSISTANT_KEYS=/keys \
    ASSISTANT_HOST=0.0.0.0 \
    ASSISTANT_PORT=8080
USER 10001:10001
EXPOSE 8080
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=30s --timeout=10s --start-period=60s --retries=3 \
  CMD ["python", "-c", "import http.client as h, sys; c = h.HTTPConnection('127.0.0.1', 8080, timeout=8); c.request('GET', '/ready'); sys.exit(c.getresponse().status != 200)"]
ENTRYPOINT ["assistant"]
CMD ["serve"]

# ---------------------------------------------------------------------------------------------------------------
FROM base AS ui
COPY --from=build-ui /opt/venv /opt/venv
COPY ui /app/ui
ENV ASSISTANT_API_URL=http://server:8080 \
    ASSISTANT_UI_HOST=0.0.0.0 \
    ASSISTANT_UI_PORT=8501
USER 10001:10001
EXPOSE 8501
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=30s --timeout=5s --start-period=30s --retries=3 \
  CMD ["python", "-c", "import http.client as h, sys; c = h.HTTPConnection('127.0.0.1', 8501, timeout=4); c.request('GET', '/_stcore/health'); sys.exit(c.getresponse().status != 200)"]
ENTRYPOINT ["python", "-m", "ui"]
