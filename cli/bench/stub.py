"""The platforms' APIs as far as the measured commands need them, over TLS on 127.0.0.1; python3 stub.py FOLDER.

Makes a certificate in the folder (cert.pem), listens on a free port, and writes the port to the file "port" there.
"""
import http.server
import json
import os
import ssl
import subprocess
import sys

SECONDS = 1788264000


class Platform(http.server.BaseHTTPRequestHandler):
    protocol_version = 'HTTP/1.1'
    # An answer in one piece, and at once: else each waits for the client's delayed acknowledgement.
    wbufsize = -1
    disable_nagle_algorithm = True

    def do_GET(self):
        # Heroku: the variables of an app.
        self.answer({'GREETING': 'hello'} if self.path.endswith('/config-vars') else {'id': 'not_found'},
                    200 if self.path.endswith('/config-vars') else 404)

    def do_POST(self):
        body = json.loads(self.rfile.read(int(self.headers.get('Content-Length', 0))) or b'{}')
        action = self.headers.get('X-Amz-Target', '').split('.')[-1]
        if action == 'GetParametersByPath' and body.get('Path', '').rstrip('/') == '/shop':
            self.answer({'Parameters': [{
                'Name': '/shop/GREETING', 'Type': 'SecureString', 'Value': 'hello', 'Version': 1, 'DataType': 'text',
                'LastModifiedDate': SECONDS, 'ARN': 'arn:aws:ssm:eu-west-1:123456789012:parameter/shop/GREETING'}]})
        elif action == 'GetParameters':
            self.answer({'Parameters': [], 'InvalidParameters': body.get('Names', [])})
        elif action == 'GetParametersByPath':
            self.answer({'Parameters': []})
        elif action == 'GetResources':
            self.answer({'ResourceTagMappingList': [], 'PaginationToken': ''})
        else:
            self.answer({'__type': 'ParameterNotFound', 'message': 'there is none'}, 400)

    def answer(self, value, status=200):
        content = json.dumps(value).encode()
        self.send_response(status)
        self.send_header('Content-Type', 'application/json')
        self.send_header('Content-Length', str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *arguments):
        if os.environ.get('STUB_LOG'):
            sys.stderr.write('%s %s\n' % (self.headers.get('X-Amz-Target', ''), self.requestline))


def main():
    folder = sys.argv[1]
    key, certificate = os.path.join(folder, 'key.pem'), os.path.join(folder, 'cert.pem')
    subprocess.run(['openssl', 'req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes',
                    '-days', '2', '-subj', '/CN=localhost', '-addext', 'subjectAltName=IP:127.0.0.1,DNS:localhost',
                    '-keyout', key, '-out', certificate], check=True, stderr=subprocess.DEVNULL)
    server = http.server.ThreadingHTTPServer(('127.0.0.1', 0), Platform)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    ready = os.path.join(folder, 'port.part')
    with open(ready, 'w') as file:
        file.write(str(server.server_address[1]))
    os.rename(ready, os.path.join(folder, 'port'))
    server.serve_forever()


main()
