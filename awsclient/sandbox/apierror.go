package sandbox

import (
	"errors"
	"fmt"
	"net/http"
)

// apiError is an error as AWS answers it.
type apiError struct {
	status        int
	code, message string
}

func (r *apiError) Error() string { return r.code + ": " + r.message }

// refuse makes the usual refusal, HTTP 400.
//
// Source: https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html
//
//go:noinline
func refuse(code, format string, args ...any) *apiError {
	return &apiError{http.StatusBadRequest, code, fmt.Sprintf(format, args...)}
}

// badValue makes EC2's most frequent refusal.
//
//go:noinline
func badValue(format string, args ...any) *apiError {
	return refuse("InvalidParameterValue", format, args...)
}

//go:noinline
func missing(parameter string) *apiError {
	return refuse("MissingParameter", "The request must contain the parameter %s", parameter)
}

// faultError is the refusal that a fault asks for, with the words AWS has for a code that comes without.
func faultError(f *Fault, action string, w *world) *apiError {
	r := &apiError{f.Status, f.Code, f.Message}
	if r.message == "" {
		r.message = w.wording(f.Code, action, f.because)
	}
	if r.status != 0 {
		return r
	}
	switch f.Code {
	case "UnauthorizedOperation", "AccessDenied":
		r.status = http.StatusForbidden
	case "AuthFailure":
		r.status = http.StatusUnauthorized
	case "RequestLimitExceeded", "Unavailable", "ServiceUnavailable":
		r.status = http.StatusServiceUnavailable
	case "InternalError", "InternalFailure", "InternalServerException":
		r.status = http.StatusInternalServerError
	default:
		r.status = http.StatusBadRequest
	}
	return r
}

// wording is what AWS says with the code when it refuses any action whatever.
func (w *world) wording(code, action, because string) string {
	if because == "" {
		because = "because no identity-based policy allows the " + action + " action"
	}
	switch code {
	case "UnauthorizedOperation":
		return fmt.Sprintf("You are not authorized to perform this operation. User: %s is not authorized to perform: %s"+
			" %s. Encoded authorization failure message: %s",
			w.callerARN, action, because, encodeDenial(action, w.callerARN, because))
	case "AccessDenied", "AccessDeniedException":
		return fmt.Sprintf("User: %s is not authorized to perform: %s %s", w.callerARN, action, because)
	case "RequestLimitExceeded":
		return "Request limit exceeded."
	case "ThrottlingException":
		return "Rate exceeded"
	case "RequestExpired":
		return "Request has expired."
	case "ExpiredToken", "ExpiredTokenException":
		return "The security token included in the request is expired"
	case "AuthFailure":
		return "AWS was not able to validate the provided access credentials"
	case "InternalError", "InternalFailure":
		return "An internal error has occurred"
	case "InternalServerException":
		return "Internal server error"
	case "Unavailable", "ServiceUnavailable":
		return "The service is unavailable. Please try again shortly."
	}
	return code
}

// errorXML writes an error in the form of its service.
func errorXML(service, id string, err error) reply {
	var r *apiError
	if !errors.As(err, &r) {
		r = &apiError{http.StatusInternalServerError, "InternalError", err.Error()}
	}
	x := &xmlWriter{}
	x.buf.WriteString(xmlHeader)
	if service == "sts" || service == "iam" {
		x.buf.WriteString(`<ErrorResponse xmlns="` + namespaceOf(service) + `">`)
		x.in("Error", func() {
			x.text("Type", "Sender")
			x.text("Code", r.code)
			x.text("Message", r.message)
		})
		x.text("RequestId", id)
		x.buf.WriteString("</ErrorResponse>")
	} else {
		x.in("Response", func() {
			x.in("Errors", func() {
				x.in("Error", func() {
					x.text("Code", r.code)
					x.text("Message", r.message)
				})
			})
			x.text("RequestID", id)
		})
	}
	return reply{status: r.status, contentType: contentXML, requestID: id, body: x.buf.Bytes()}
}
